// CTC decoding: from per-step class probabilities to characters. Pure functions.
//
// Connectionist temporal classification (Graves et al. 2006): the network gives at each step along
// the line a distribution over all characters and a blank; a character that lasts several steps
// is one character, and the blank separates two equal ones.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ocr/dictionary.h"
#include "ocr/text_line.h"

namespace mobilscan::ocr {

inline constexpr std::size_t alternatives_max = 4;          // kept per character
inline constexpr float alternative_confidence_min = 0.01F;  // less says nothing

// Probabilities of one line: steps x classes, row-major, each row summing to 1.
struct CtcMatrix {
    std::span<const float> probabilities;
    std::size_t steps = 0;
    std::size_t classes = 0;
};

// Greedy decoding: the best class of each step, repeats and blanks dropped. A character's
// confidence is the highest probability that its run of steps reached, its alternatives are the
// other characters at that step. `line_steps` is where the line ends and padding begins: extents
// are fractions of it. The matrix must have as many classes as the dictionary.
[[nodiscard]] std::vector<CharacterReading> decode_greedily(const CtcMatrix& matrix,
                                                            const Dictionary& dictionary,
                                                            float line_steps);

// Mean confidence of the characters, 0 for none, rounded to four decimals.
[[nodiscard]] float line_confidence(std::span<const CharacterReading> characters) noexcept;

// The characters without leading and trailing spaces.
[[nodiscard]] std::vector<CharacterReading> without_outer_spaces(
    std::vector<CharacterReading> characters);

// The text of the characters, one after the other.
[[nodiscard]] std::string text_of(std::span<const CharacterReading> characters);

}  // namespace mobilscan::ocr
