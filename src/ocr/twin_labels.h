// Two equal labels side by side that the detector took for one line: a rack has the same plate on
// both sides of a post. Pure.
#pragma once

#include <vector>

#include "ocr/text_line.h"

namespace mobilscan::ocr {

// The line itself, or both halves where it says the same twice without a space between: what one
// label says twice on purpose, it sets apart. Fewer than five letters and digits may be one number
// (2020), and so may digits alone.
[[nodiscard]] std::vector<TextLine> twins_apart(TextLine line);

}  // namespace mobilscan::ocr
