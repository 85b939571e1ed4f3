// Text as the product compares and shows it. All strings are UTF-8.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mobilscan::core {

// The characters of valid UTF-8 text, one string each; a byte that is not part of a valid
// character becomes U+FFFD.
[[nodiscard]] std::vector<std::string> characters(std::string_view text);

// The first character of the text: U+FFFD where it is not valid, 0 for no text.
[[nodiscard]] char32_t first_code_point(std::string_view text) noexcept;

// What two readings of the same label have in common: ASCII letters in upper case, spaces and
// ASCII punctuation left out, look-alikes made one (O0QD -> 0, I1L| -> 1, Z2 -> 2, S5 -> 5,
// B8 -> 8, G6 -> 6).
[[nodiscard]] std::string folded(std::string_view text);

// Safe to print on a terminal: control characters (C0, C1, DEL) and the bidirectional controls of
// Unicode (which can make a line look like another) become U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

// Text that every database keeps as it is: valid UTF-8 without NUL; what is not becomes U+FFFD.
[[nodiscard]] std::string storable(std::string_view text);

// The beginning of the text, at most `characters_max` characters of it.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t characters_max);

// Two lower-case digits a byte.
[[nodiscard]] std::string hexadecimal(std::span<const unsigned char> bytes);

// The usual words for yes and no, in any case.
[[nodiscard]] std::optional<bool> truth(std::string_view word);
inline constexpr std::string_view truth_words = "true or false (also 1, yes, on or 0, no, off)";

// Columns that the text takes on a terminal: two for East Asian wide characters, else one.
[[nodiscard]] std::size_t terminal_columns(std::string_view text);

}  // namespace mobilscan::core
