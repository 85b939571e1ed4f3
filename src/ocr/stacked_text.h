// Columns of upright characters, as on the doors of containers: every recogniser reads lines, so
// the characters are laid side by side first.
#pragma once

#include <optional>

#include "image/image.h"

namespace mobilscan::ocr {

// The characters of a tall picture, cut apart and laid into a line from top to bottom; nothing when
// it is no column of 4 to 20 characters of like size. Pure.
[[nodiscard]] std::optional<image::Image> unstacked(image::ImageView column);

}  // namespace mobilscan::ocr
