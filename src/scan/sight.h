// Sight: one reading of a text or a code in one sampled frame.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/detection.h"
#include "core/result.h"
#include "ocr/text_line.h"

namespace mobilscan::scan {

struct Sight {
    core::Detection detection;
    // Of a text, with what else each could be; of a code none.
    std::vector<ocr::CharacterReading> characters;
    core::Cut cut = core::Cut::no;
    // Was seen, and not read again, as that could not change the answer: text, confidence and
    // characters are those of a reading before or after it.
    bool is_carried = false;
};

// The space between two words is half as wide as they are high, so where a text ends nearer to the
// edge of a frame of that size there may be more of it outside.
[[nodiscard]] core::Cut cut_of(const core::Quad& quad, std::int32_t width, std::int32_t height);

// What readings of the same label have in common: its folded text, or a code's symbology and text.
[[nodiscard]] std::string text_key(const core::Detection& detection);

// The characters of a text for one column: a line each, its fields between tabs: the character and
// its confidence in ten-thousandths, then likewise each alternative, the most probable first.
[[nodiscard]] std::string characters_text(const std::vector<ocr::CharacterReading>& characters);

// The characters of such a text, without their extents; nothing where it is none.
[[nodiscard]] std::vector<ocr::CharacterReading> parse_characters(std::string_view text);

}  // namespace mobilscan::scan
