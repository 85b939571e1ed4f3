// From tracks to items: what was seen in pieces is put together, and each gets its text.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/detection.h"
#include "scan/track.h"

namespace mobilscan::scan {

struct MadeItems {
    std::vector<core::Item> items;  // by first appearance
    // For each track the index of its item; nothing for what was not believed.
    std::vector<std::optional<std::size_t>> item_of_track;
};

// A pure function of the tracks.
[[nodiscard]] MadeItems make_items(std::span<const Track> tracks);

}  // namespace mobilscan::scan
