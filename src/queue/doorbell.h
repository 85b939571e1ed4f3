// Doorbell: tells waiting workers that there may be work. Only that: the database's rows are the
// work, and whoever waits looks there each second anyway, so a lost ring costs that second.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>

#include "core/result.h"

namespace mobilscan::queue {

// How long a ring may be lost before somebody looks by himself.
inline constexpr std::chrono::milliseconds poll_interval{1000};

// One who waits. Hears every ring since it was made. One thread at a time.
class Listener {
public:
    virtual ~Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // Returns true at once when it was rung since the last call, else when a ring comes; false
    // after `timeout`, or when a stop is requested. Rings that came together count as one.
    [[nodiscard]] virtual bool wait(std::chrono::milliseconds timeout,
                                    const std::stop_token& stop) = 0;

protected:
    Listener() = default;
};

class Doorbell {
public:
    virtual ~Doorbell() = default;
    Doorbell(const Doorbell&) = delete;
    Doorbell& operator=(const Doorbell&) = delete;

    // Wakes all who listen. Never waits; what goes wrong costs the listeners a poll. Any thread.
    virtual void ring() noexcept = 0;

    // Errors: storage_failed.
    [[nodiscard]] virtual Result<std::unique_ptr<Listener>> listen() = 0;

protected:
    Doorbell() = default;
};

}  // namespace mobilscan::queue
