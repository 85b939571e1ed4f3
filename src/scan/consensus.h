// The text of a label from several readings of it: fused character by character.
//
// The readings are laid along the one that is most like all others (after ROVER: Fiscus, "A
// post-processing system to yield reduced word error rates", 1997); at each place the recogniser's
// probabilities of all characters are summed, each reading weighted. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ocr/text_line.h"

namespace mobilscan::scan {

struct WeightedReading {
    std::vector<ocr::CharacterReading> characters;  // one or more
    float weight = 0;                               // positive
};

// The fused characters: each with its share of the weight as its confidence (0 to 1), and the
// others of its place as its alternatives, the most probable first. A space at either end is left
// out. Precondition: one reading or more.
[[nodiscard]] std::vector<ocr::CharacterReading> fused(std::span<const WeightedReading> readings);

}  // namespace mobilscan::scan
