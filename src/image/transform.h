// Geometry and colour of pictures: pure functions, any channel count, no threads of their own.
#pragma once

#include <cstdint>

#include "core/quad.h"
#include "image/image.h"

namespace mobilscan::image {

// The picture scaled to width x height by bilinear interpolation (what the detection network was
// trained with).
[[nodiscard]] Image resized(ImageView picture, std::int32_t width, std::int32_t height);

// Widths in pixels, 0 or more.
struct Border {
    std::int32_t left = 0;
    std::int32_t top = 0;
    std::int32_t right = 0;
    std::int32_t bottom = 0;
};

// The picture with a border that repeats its outermost pixels.
[[nodiscard]] Image with_border(ImageView picture, const Border& border);

// The content of a quad straightened into width x height by a perspective warp, bicubic; outside
// the picture its edge pixels are repeated. corner[0] lands at the top left, clockwise from there.
[[nodiscard]] Image warped(ImageView picture, const core::Quad& quad, std::int32_t width,
                           std::int32_t height);

// The part of the picture around a label, with a margin that shows where it is; borrowed.
[[nodiscard]] ImageView around(ImageView picture, const core::Quad& quad);

}  // namespace mobilscan::image
