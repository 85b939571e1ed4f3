#include "core/unread.h"

#include <algorithm>
#include <tuple>

namespace mobilscan::core {

std::vector<Unread> in_stretches(std::vector<Unread> unread, std::int64_t every_frames) {
    std::sort(unread.begin(), unread.end(), [](const Unread& a, const Unread& b) {
        const auto key = [](const Unread& each) {
            return std::tuple(each.first_seen_us, each.frame_number, each.reason, each.quad[0].y,
                              each.quad[0].x);
        };
        return key(a) < key(b);
    });
    std::vector<Unread> stretches;
    std::int64_t last_sample = 0;  // of the stretch that may go on
    std::size_t open = 0;          // its place, and one more; 0: none
    for (const Unread& each : unread) {
        const std::int64_t sample = each.frame_number / every_frames;
        if (each.reason == UnreadReason::label) {
            stretches.push_back(each);
        } else if (open > 0 && stretches[open - 1].reason == each.reason &&
                   sample <= last_sample + 1) {
            stretches[open - 1].last_seen_us = each.last_seen_us;
            last_sample = sample;
        } else {
            last_sample = sample;
            stretches.push_back(each);
            open = stretches.size();
        }
    }
    return stretches;
}

}  // namespace mobilscan::core
