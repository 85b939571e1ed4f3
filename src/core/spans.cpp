#include "core/spans.h"

#include <algorithm>

namespace mobilscan::core {

std::vector<Span> spans_of(std::span<const Moment> moments, std::int64_t every_frames) {
    constexpr std::int64_t flicker_us = 500'000;
    const std::int64_t every = std::max<std::int64_t>(every_frames, 1);
    std::vector<Span> spans;
    std::int64_t last_sample = 0;
    for (const Moment& moment : moments) {
        const std::int64_t sample = moment.frame_number / every;
        const bool joins =
            !spans.empty() &&
            (sample - last_sample <= 1 || moment.timestamp_us - spans.back().last_us <= flicker_us);
        if (joins) {
            spans.back().last_us = moment.timestamp_us;
        } else {
            spans.push_back({moment.timestamp_us, moment.timestamp_us});
        }
        last_sample = sample;
    }
    return spans;
}

}  // namespace mobilscan::core
