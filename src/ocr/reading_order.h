// The order in which a person would read the lines of a picture.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/quad.h"
#include "ocr/text_line.h"

namespace mobilscan::ocr {

struct TextPlace {
    core::Quad quad{};
    std::string_view text;
};

// The places' indices in rows along the common tilt of the text, top row first, each from left to
// right. Pure; the order of the input changes nothing but where places and texts are equal.
[[nodiscard]] std::vector<std::size_t> reading_order(std::span<const TextPlace> places);

// Sorts lines so.
void sort_into_reading_order(std::vector<TextLine>& lines);

}  // namespace mobilscan::ocr
