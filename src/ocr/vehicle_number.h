// Vehicle identification numbers (ISO 3779): seventeen characters, without I, O and Q. The ninth is
// a check digit where the law wants one (49 CFR 565.15; elsewhere often, too): it tells which of
// the characters that were likely at a place makes the number right. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ocr/text_line.h"

namespace mobilscan::ocr {

// Whether the ninth character is the check digit of the others: digits count as they are, letters 1
// to 9 as the regulation's table says, each by the weight of its place; the sum modulo 11, ten
// being X. Precondition: seventeen characters, A-Z without I, O and Q, and 0-9.
[[nodiscard]] bool has_right_check_digit(std::string_view number);

// The reading as such a number, if it is one: I, O and Q become 1 and 0. Where the check digit is
// wrong, or a character cannot stand at its place, up to two give way to alternatives that were at
// least a fifth as probable, if that makes it right; the most probable way counts, and what was
// read becomes the alternative. Nothing when the reading has another length, another sign than `*`
// around it, or no letter and no four digits where a number has them.
[[nodiscard]] std::optional<std::vector<CharacterReading>> as_vehicle_number(
    const std::vector<CharacterReading>& characters);

}  // namespace mobilscan::ocr
