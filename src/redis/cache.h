// Cache: values that processes share and that may be gone at any time. Threads: any.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "redis/connection.h"

namespace mobilscan::redis {

class Cache {
public:
    explicit Cache(Address address) : link_(std::move(address)) {}

    // Nothing when it is not there, or Redis is away.
    [[nodiscard]] std::optional<std::string> find(const std::string& key);

    void keep(const std::string& key, const std::string& value, std::chrono::seconds time_to_live);

private:
    std::mutex mutex_;
    Link link_;
};

}  // namespace mobilscan::redis
