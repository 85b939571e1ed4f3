// Parts of one line of print that were found apart: "HLBU 898384" and the "1" in its frame. What
// belongs together is for the caller to judge: columns of a table stand as near. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ocr/text_regions.h"

namespace mobilscan::ocr {

struct JoinOptions {
    float gap_max = 2.5F;           // between two parts, in heights of the wider one
    float overlap_max = 0.6F;       // of two parts, the same
    float offset_max = 0.3F;        // of the middle of a part from the line of the other
    float height_ratio_min = 0.6F;  // smaller to larger
};

// What may be one line, and which of the regions it is made of, by their places in the input.
struct JoinedRegion {
    core::Quad quad;
    std::vector<std::size_t> parts;  // one or more
};

// Whether the other is about as high as the row and lies below it, along it in part: a second row
// of the same print. The row begins where its text begins.
[[nodiscard]] bool is_next_row(const core::Quad& row, const core::Quad& other);

// Joins regions that go on in one another along the tilt of the wider one; each region is part of
// one of the results. The order of the input changes nothing but the order of the output.
[[nodiscard]] std::vector<JoinedRegion> joined(std::span<const TextRegion> regions,
                                               const JoinOptions& options);

}  // namespace mobilscan::ocr
