#include "redis/cache.h"

namespace mobilscan::redis {

std::optional<std::string> Cache::find(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    auto reply = link_.run({"GET", key});
    return reply && reply->kind == Reply::Kind::text ? std::optional(std::move(reply->text))
                                                     : std::nullopt;
}

void Cache::keep(const std::string& key, const std::string& value,
                 std::chrono::seconds time_to_live) {
    const std::scoped_lock lock(mutex_);
    static_cast<void>(link_.run({"SETEX", key, std::to_string(time_to_live.count()), value}));
}

}  // namespace mobilscan::redis
