#include "core/retry.h"

#include <algorithm>

#include "core/check.h"
#include "core/limits.h"

namespace mobilscan::core {

Retry retry_class(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::store_unavailable:
        case ErrorCode::storage_full:
        case ErrorCode::storage_failed:
        case ErrorCode::file_unreadable:
        case ErrorCode::output_unwritable:
        case ErrorCode::decoder_out_of_memory:
        case ErrorCode::decoder_unavailable:
        case ErrorCode::decoder_timeout:
        case ErrorCode::inference_failed:
        case ErrorCode::model_missing:
        case ErrorCode::model_mismatch:
        case ErrorCode::device_missing:
        case ErrorCode::worker_stalled:
            return Retry::later;
        case ErrorCode::decoder_crashed:
        case ErrorCode::lease_lost:
            return Retry::now;
        default:
            return Retry::never;
    }
}

std::chrono::microseconds retry_delay(int attempts, std::uint64_t random) noexcept {
    CHECK(attempts >= 1);
    constexpr int doublings_max = 16;  // far beyond the cap, and no overflow
    using std::chrono::microseconds;
    const std::int64_t first_us = microseconds(limits::retry_first_seconds).count();
    const std::int64_t cap_us = microseconds(limits::retry_delay_max_seconds).count();
    const std::int64_t doublings = std::int64_t{1} << std::min(attempts - 1, doublings_max);
    const auto points = static_cast<std::uint64_t>(std::min(cap_us, first_us * doublings)) + 1;
    return microseconds(static_cast<std::int64_t>(random % points));
}

}  // namespace mobilscan::core
