// Codes of freight containers (ISO 6346): owner, equipment category, serial number and a check
// digit, as in "CSQU 305438 3". The check digit tells a right reading from a wrong one, and whether
// parts that stand apart belong together. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/text_line.h"

namespace mobilscan::ocr {

inline constexpr std::size_t container_code_length = 11;  // letters and digits

// The check digit of the four letters and six digits that begin a code: letters count 10 to 38
// without the multiples of 11, each place twice the one before it; the sum modulo 11, of that the
// last digit. Precondition: ten characters, A-Z and 0-9.
[[nodiscard]] int container_check_digit(std::string_view ten_characters);

// The reading with each look-alike put right that its place decides (letters in the first four
// places, digits then: O and 0, I and 1, S and 5 ...), if that makes it a whole code whose check
// digit is right. Spaces and punctuation stay where they are; so does the confidence of a character
// that was put right, because the check digit proves it, and what was read is its alternative.
[[nodiscard]] std::optional<std::vector<CharacterReading>> as_container_code(
    std::vector<CharacterReading> characters);

// Whether the reading begins like a code: the owner's letters and the category, then at most the
// digits of the rest of it. Look-alikes pass.
[[nodiscard]] bool begins_container_code(const std::vector<CharacterReading>& characters);

// Whether the reading is the owner's letters and the category, and nothing else. Look-alikes pass.
[[nodiscard]] bool is_container_owner(const std::vector<CharacterReading>& characters);

// Whether the reading is a code but for its last digit. Look-alikes pass.
[[nodiscard]] bool lacks_check_digit(const std::vector<CharacterReading>& characters);

}  // namespace mobilscan::ocr
