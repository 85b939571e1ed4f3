// Where the bars of codes may be: stretches of a picture in which all edges run the same way.
#pragma once

#include <cstdint>
#include <vector>

#include "core/quad.h"
#include "image/image.h"

namespace mobilscan::image {

// Upright, pixels; inside the picture.
struct BarRegion {
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t width = 0;
    std::int32_t height = 0;

    [[nodiscard]] bool contains(core::Point point) const noexcept {
        return point.x >= static_cast<float>(x) && point.y >= static_cast<float>(y) &&
               point.x < static_cast<float>(x + width) && point.y < static_cast<float>(y + height);
    }
};

// The regions that look most like the bars of a linear code in any direction, with room around
// them, the most likely first: at most bar_regions_max. Pure.
inline constexpr std::size_t bar_regions_max = 4;
[[nodiscard]] std::vector<BarRegion> bar_regions(ImageView grey);

}  // namespace mobilscan::image
