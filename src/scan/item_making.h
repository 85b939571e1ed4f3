// From tracks to items: what was seen in pieces is put together, and each gets its text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/detection.h"
#include "scan/track.h"

namespace mobilscan::scan {

// The share of items that are right whose fused characters have this mean share of the votes (0 to
// 1) and that were seen in so many samples: 0.001 to 0.999, four decimals, rising with both; six
// samples and more count alike.
//
// Logistic, as in ocr/calibration.h; fitted on the tuning half of the made videos, where 322 of 337
// text items were right (docs/benchmarks/).
[[nodiscard]] float item_confidence(float score, std::int64_t sightings);

struct MadeItems {
    std::vector<core::Item> items;  // by first appearance
    // For each track the index of its item; nothing for what was not believed.
    std::vector<std::optional<std::size_t>> item_of_track;
};

// A pure function of the tracks.
[[nodiscard]] MadeItems make_items(std::span<const Track> tracks);

}  // namespace mobilscan::scan
