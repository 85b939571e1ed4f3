// A place in a video, as people write it.
#pragma once

#include <cstdint>
#include <string>

namespace mobilscan::core {

// m:ss.ss, or h:mm:ss.ss from an hour on.
[[nodiscard]] std::string clock_time(std::int64_t microseconds);

}  // namespace mobilscan::core
