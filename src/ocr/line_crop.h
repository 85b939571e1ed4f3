// The straightened picture of one text line, cut from the full-resolution frame.
#pragma once

#include "core/quad.h"
#include "image/image.h"

namespace mobilscan::ocr {

// A quad at least this much taller than wide holds a line that runs upwards or downwards.
inline constexpr float upright_ratio = 1.5F;

// Whether the quad is so tall that it may hold characters one below the other.
[[nodiscard]] bool is_column(const core::Quad& quad) noexcept;

struct LineCrop {
    core::Quad quad;       // where it was cut, beginning at the top left of the text as cropped
    image::Image picture;  // BGR, the text running left to right or upside down
};

// Cuts the quad out by a perspective warp; a tall one is turned 90 degrees anticlockwise, as the
// recogniser was trained.
[[nodiscard]] LineCrop cut_line(image::ImageView picture, const core::Quad& quad);

// Cuts the quad out as it stands, whatever its proportions.
[[nodiscard]] image::Image cut_upright(image::ImageView picture, const core::Quad& quad);

// The same line turned by 180 degrees.
[[nodiscard]] LineCrop turned_around(LineCrop crop);

}  // namespace mobilscan::ocr
