// The doorbell of several machines, over Redis: messages of new jobs, rings for the segments of
// long videos, news. Redis may be away at any time, also at the start.
#pragma once

#include <memory>
#include <string>

#include "queue/doorbell.h"

namespace mobilscan::queue {

// `url` as redis::parse_address() takes it. A server that may evict keys is refused, which state()
// tells. Errors: usage.
[[nodiscard]] Result<std::unique_ptr<Doorbell>> open_redis_queue(const std::string& url);

}  // namespace mobilscan::queue
