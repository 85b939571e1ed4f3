// What becomes of a segment whose worker reported an error: whether and when it is tried again.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/error.h"

namespace mobilscan::core {

enum class Retry : std::uint8_t {
    never,  // the same input would end the same way
    later,  // the surroundings failed: after a growing random delay
    now,    // somebody else was at fault, such as a killed decoder: at once
};

[[nodiscard]] Retry retry_class(ErrorCode code) noexcept;

// The delay before attempt `attempts` + 1, by "full jitter" (Exponential Backoff And Jitter, AWS
// Architecture Blog, 2015): uniform in 0 .. min(cap, first * 2^(attempts-1)). `attempts` >= 1
// counts the failed ones; `random` picks the point in the range.
[[nodiscard]] std::chrono::microseconds retry_delay(int attempts, std::uint64_t random) noexcept;

}  // namespace mobilscan::core
