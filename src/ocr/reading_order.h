// The order in which a person would read the lines of a picture.
#pragma once

#include <vector>

#include "ocr/text_line.h"

namespace mobilscan::ocr {

// Sorts lines into rows along the common tilt of the text, top row first, each from left to
// right. Pure; equal inputs in any order give the same result.
void sort_into_reading_order(std::vector<TextLine>& lines);

}  // namespace mobilscan::ocr
