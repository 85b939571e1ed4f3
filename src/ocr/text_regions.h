// From the detector's probability map to quads: the post-processing of differentiable
// binarization (Liao et al., "Real-time Scene Text Detection with Differentiable Binarization",
// AAAI 2020), with rectangles. Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/limits.h"
#include "core/quad.h"

namespace mobilscan::ocr {

struct RegionOptions {
    float pixel_threshold = 0.2F;  // a map pixel above it belongs to text
    // A region below this mean probability is dropped. Lower finds more, and more that is no text.
    float region_threshold = 0.4F;
    // How far a shrunken region is grown back: distance = area * ratio / perimeter. Lower cuts
    // characters at the ends, higher takes in neighbouring lines.
    float unclip_ratio = 1.5F;
    float side_min = 3;        // map pixels, before growing
    float grown_side_min = 5;  // map pixels, after growing
    int candidates_max = limits::text_lines_per_frame_max;
};

// Probabilities 0 to 1, row-major, width x height.
struct ProbabilityMap {
    std::span<const float> values;
    std::int32_t width = 0;
    std::int32_t height = 0;
};

struct TextRegion {
    core::Quad quad;       // pixels of the map, clockwise from the corner nearest its top left
    float confidence = 0;  // mean probability inside, 0 to 1
};

// The regions of text, in no particular order. Quads may reach beyond the map.
[[nodiscard]] std::vector<TextRegion> find_text_regions(const ProbabilityMap& map,
                                                        const RegionOptions& options);

// A rectangle moved outwards on all sides by area * ratio / perimeter. Offsetting the polygon by
// that distance with round joins and taking the smallest rectangle around it gives the same.
[[nodiscard]] core::Quad grown(const core::Quad& rectangle, float ratio) noexcept;

}  // namespace mobilscan::ocr
