// TextLine: one line of text that was read in a picture.
#pragma once

#include <string>
#include <vector>

#include "core/quad.h"

namespace mobilscan::ocr {

struct Alternative {
    std::string text;      // one dictionary entry, UTF-8
    float confidence = 0;  // probability that the recogniser gave it, 0 to 1
};

// One character of a line, with what else it could have been.
struct CharacterReading {
    std::string text;
    float confidence = 0;                   // 0 to 1
    std::vector<Alternative> alternatives;  // other characters, most probable first
    float begin = 0;                        // extent along the line: 0 its left end, 1 its right
    float end = 0;
};

// Puts another text in the character's place, which proof from outside (a check digit) asks for:
// the confidence stays, and what was read becomes the first alternative.
void correct(CharacterReading& character, std::string text);

struct TextLine {
    std::string text;      // UTF-8, no leading or trailing space, never empty
    float confidence = 0;  // mean of the characters' confidences, 0 to 1, four decimals
    core::Quad quad;       // pixels of the picture, clockwise from the text's top left
    std::vector<CharacterReading> characters;  // of the text, spaces included
};

}  // namespace mobilscan::ocr
