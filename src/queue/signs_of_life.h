// SignsOfLife: tells others that the listeners of this process are there. Internal to queue/.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "queue/shared_link.h"

namespace mobilscan::queue {

class SignsOfLife {
public:
    // `commands` must outlive it.
    explicit SignsOfLife(SharedLink& commands);

    // Registers a listener, and keeps it registered until remove(). Registered comes first, then
    // the first message is taken. Errors: queue_unavailable; it is tried again.
    [[nodiscard]] Result<void> add(const std::string& name);
    void remove(const std::string& name) noexcept;

private:
    void run(const std::stop_token& stop);
    [[nodiscard]] Result<void> give_sign(const std::string& name);

    SharedLink& commands_;
    std::mutex mutex_;
    std::set<std::string> names_;  // under mutex_
    std::jthread thread_;
};

}  // namespace mobilscan::queue
