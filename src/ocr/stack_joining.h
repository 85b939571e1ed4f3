// Characters one below the other that were found apart, or in parts: "T", "GH", "U" ... on the post
// of a container. Pure.
#pragma once

#include <span>
#include <vector>

#include "core/quad.h"
#include "ocr/region_joining.h"
#include "ocr/text_regions.h"

namespace mobilscan::ocr {

// What may be stacks: three regions or more one below the other and as wide, with gaps of some
// characters, or one region that is a column by itself. The quad begins at the top left of the
// stack, whose tilt it has. A region is part of one stack at most.
[[nodiscard]] std::vector<JoinedRegion> stacks(std::span<const TextRegion> regions);

// The column with its ends moved outwards by so many pixels.
[[nodiscard]] core::Quad lengthened(const core::Quad& column, float above, float below) noexcept;

}  // namespace mobilscan::ocr
