#include "ocr/twin_labels.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/text.h"
#include "ocr/ctc.h"

namespace mobilscan::ocr {
namespace {

using Characters = std::vector<CharacterReading>;

bool is_twice_the_same(const Characters& characters) {
    const std::size_t half = characters.size() / 2;
    if (characters.size() % 2 != 0) {
        return false;
    }
    for (std::size_t i = 0; i < half; ++i) {
        if (characters[i].text != characters[half + i].text) {
            return false;
        }
    }
    return true;
}

bool is_a_label(const Characters& half) {
    constexpr std::int64_t characters_min = 5;
    std::int64_t letters_and_digits = 0;
    bool has_other_than_digits = false;
    for (const CharacterReading& character : half) {
        const bool counts = !core::folded(character.text).empty();
        letters_and_digits += counts ? 1 : 0;
        const char first = character.text.front();
        has_other_than_digits = has_other_than_digits || (counts && (first < '0' || first > '9'));
    }
    return letters_and_digits >= characters_min && has_other_than_digits &&
           half.front().text != " " && half.back().text != " ";
}

core::Point between(const core::Point& from, const core::Point& to, float share) {
    return {from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
}

// The part of the line from one share of its length to another.
TextLine part_of(const TextLine& line, Characters characters, float begin, float end) {
    TextLine part;
    for (CharacterReading& character : characters) {
        character.begin = std::clamp((character.begin - begin) / (end - begin), 0.0F, 1.0F);
        character.end = std::clamp((character.end - begin) / (end - begin), 0.0F, 1.0F);
    }
    part.text = text_of(characters);
    part.confidence = line_confidence(characters);
    const core::Quad& quad = line.quad;
    part.quad = {between(quad[0], quad[1], begin), between(quad[0], quad[1], end),
                 between(quad[3], quad[2], end), between(quad[3], quad[2], begin)};
    part.characters = std::move(characters);
    return part;
}

}  // namespace

std::vector<TextLine> twins_apart(TextLine line) {
    const auto middle =
        line.characters.begin() + static_cast<std::ptrdiff_t>(line.characters.size() / 2);
    Characters left(line.characters.begin(), middle);
    Characters right(middle, line.characters.end());
    if (left.empty() || !is_twice_the_same(line.characters) || !is_a_label(left)) {
        return {std::move(line)};
    }
    const float gap_begin = left.back().end;
    const float gap_end = right.front().begin;
    return {part_of(line, std::move(left), 0, gap_begin),
            part_of(line, std::move(right), gap_end, 1)};
}

}  // namespace mobilscan::ocr
