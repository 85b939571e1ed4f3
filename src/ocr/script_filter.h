// The lines of a picture with the characters of some scripts only.
//
// Decoding stays as it is: leaving classes out of it moves characters and changes what is read
// right. Instead each line that was read is judged as a whole afterwards:
//   * a line whose letters and digits are not for the greater part allowed is in another language
//     and not reported, so that 口工 never becomes OI;
//   * in other lines a character that is not allowed gives way to the best allowed alternative of
//     its place when that was probable, too: 口 in SERIAL N口. was an O;
//   * else it is cut out, with the punctuation that belonged to it, and a space is left, so that
//     what stood apart is never joined: 2024年11月 is "2024 11".
// Full-width forms become the plain characters that they are forms of, where no East Asian script
// is allowed.
#pragma once

#include <optional>
#include <vector>

#include "core/languages.h"
#include "ocr/text_line.h"

namespace mobilscan::ocr {

// A less probable alternative takes no character's place.
inline constexpr float replacement_confidence_min = 0.1F;

// The line in these scripts; nothing when it is in another language. The confidence is the mean
// of the characters that are left, an alternative's being its probability, a cut's that of what
// was cut, but never more than that of the whole line: an unsure character that is cut off makes
// the rest no surer. The line is unchanged when all scripts are allowed. Pure.
[[nodiscard]] std::optional<TextLine> in_scripts(TextLine line, const core::Scripts& scripts);

// The lines in these scripts that are still as sure as lines must be to be reported.
[[nodiscard]] std::vector<TextLine> in_scripts(std::vector<TextLine> lines,
                                               const core::Scripts& scripts);

}  // namespace mobilscan::ocr
