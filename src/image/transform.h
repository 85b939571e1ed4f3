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

// The picture in grey, made smaller by areas so that no side is longer than that many pixels.
[[nodiscard]] Image small_grey(ImageView picture, std::int32_t longer_side);

// Luma of a BGR picture; a grey one is copied.
[[nodiscard]] Image to_grey(ImageView picture);

// The grey picture with its contrast made equal in each of 8 x 8 tiles, limited so that noise is
// not (CLAHE: Zuiderveld, "Contrast limited adaptive histogram equalization", 1994; limit 3).
[[nodiscard]] Image with_even_contrast(ImageView grey);

// The grey picture turned clockwise about its centre by that many degrees and enlarged `scale`
// times, whole, on white.
struct Turned {
    Image picture;
    float degrees = 0;
    float scale = 1;
    core::Point from_centre;  // of the picture that was turned
};
[[nodiscard]] Turned turned(ImageView grey, float degrees, float scale);

// A quad of the turned picture, back in the one that was turned.
[[nodiscard]] core::Quad turned_back(const core::Quad& quad, const Turned& turned);

}  // namespace mobilscan::image
