// SharedLink: one connection to Redis for the short commands of many threads.
#pragma once

#include <initializer_list>
#include <mutex>
#include <utility>

#include "redis/connection.h"

namespace mobilscan::queue {

class SharedLink {
public:
    SharedLink(redis::Address address, redis::Link::Prepare prepare)
        : link_(std::move(address), std::move(prepare)) {}

    // Errors: queue_unavailable.
    [[nodiscard]] Result<redis::Reply> run(redis::Words words) {
        const std::scoped_lock lock(mutex_);
        return link_.run(words);
    }
    [[nodiscard]] Result<redis::Reply> run(std::initializer_list<std::string_view> words) {
        return run(redis::Words(words.begin(), words.size()));
    }

private:
    std::mutex mutex_;
    redis::Link link_;
};

}  // namespace mobilscan::queue
