// Two readings of what may be the same print, laid side by side character by character.
//
// The classic alignment of two sequences (Needleman and Wunsch 1970), in which two characters go
// together the better the more probable it is that both are the same one: the recogniser's
// alternatives count. Look-alikes (0 and O, 1 and I, ...) are nearly the same. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "ocr/text_line.h"

namespace mobilscan::scan {

// What a character costs that only one of the readings has, in characters that do not go together:
// less than a wrong pair.
inline constexpr float gap_cost = 0.7F;

// How probable it is that both characters are the same one, 0 to 1.
[[nodiscard]] float likeness(const ocr::CharacterReading& a, const ocr::CharacterReading& b);

// A pair of places, one of which may be missing: the other has a character more there.
struct AlignedPair {
    std::optional<std::size_t> a;
    std::optional<std::size_t> b;
};

struct Alignment {
    std::vector<AlignedPair> pairs;  // in order; every place of both comes once
    float cost = 0;                  // characters that do not go together
};

[[nodiscard]] Alignment aligned(std::span<const ocr::CharacterReading> a,
                                std::span<const ocr::CharacterReading> b);

// 1 - cost / characters of the longer one: 1 for equal texts, 0 for texts with nothing in common.
[[nodiscard]] float similarity(std::span<const ocr::CharacterReading> a,
                               std::span<const ocr::CharacterReading> b);

}  // namespace mobilscan::scan
