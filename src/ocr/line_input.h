// What the networks that take one line have in common: height 48, (x / 255 - .5) / .5, BGR, the
// line at the left, 0 to its right.
#pragma once

#include <cstdint>

#include "core/result.h"
#include "image/image.h"
#include "inference/network.h"

namespace mobilscan::ocr {

inline constexpr std::int32_t line_height = 48;

// Width of a line scaled to line_height, at least 1 and at most width_max.
[[nodiscard]] std::int32_t scaled_line_width(image::ImageView line,
                                             std::int32_t width_max) noexcept;

// Runs a network on a line at input width `width`; a longer line is squeezed into it.
[[nodiscard]] Result<inference::TensorView> run_on_line(inference::Session& session,
                                                        image::ImageView line, std::int32_t width);

}  // namespace mobilscan::ocr
