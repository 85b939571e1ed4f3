#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>

namespace mobilscan::core {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct Decoded {
    char32_t code_point;
    std::size_t bytes;  // 0: not valid here
};

// One character by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
Decoded decode(std::string_view text) noexcept {
    constexpr Decoded invalid{0, 0};
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
    };
    const char32_t lead = byte(0);
    if (lead < 0x80) {
        return {lead, 1};
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) {
        return invalid;
    }
    char32_t code_point = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return invalid;
        }
        code_point = (code_point << 6) | (byte(i) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (code_point < smallest[length] || code_point > 0x10FFFF || surrogate) {
        return invalid;
    }
    return {code_point, length};
}

// Calls visit(code point, its bytes) for each character; invalid bytes come as U+FFFD.
template <class Visit>
void for_each_character(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const Decoded decoded = decode(text);
        if (decoded.bytes == 0) {
            visit(char32_t{0xFFFD}, replacement);
            text.remove_prefix(1);
        } else {
            visit(decoded.code_point, text.substr(0, decoded.bytes));
            text.remove_prefix(decoded.bytes);
        }
    }
}

bool is_control(char32_t c) noexcept {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

// Unicode 15, property Bidi_Control.
bool is_bidirectional_control(char32_t c) noexcept {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

// The main blocks of Unicode's East Asian Width W and F.
bool is_wide(char32_t c) noexcept {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFD);
}

char folded_ascii(char c) noexcept {
    if (c >= 'a' && c <= 'z') {
        c = static_cast<char>(c - 'a' + 'A');
    }
    constexpr std::string_view from = "OQDILZSBG";
    constexpr std::string_view to = "000112586";
    const std::size_t at = from.find(c);
    return at == std::string_view::npos ? c : to[at];
}

bool is_ascii_alphanumeric(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

std::vector<std::string> characters(std::string_view text) {
    std::vector<std::string> result;
    result.reserve(text.size());
    for_each_character(text, [&](char32_t, std::string_view bytes) { result.emplace_back(bytes); });
    return result;
}

char32_t first_code_point(std::string_view text) noexcept {
    if (text.empty()) {
        return 0;
    }
    const Decoded decoded = decode(text);
    return decoded.bytes == 0 ? char32_t{0xFFFD} : decoded.code_point;
}

std::string folded(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        if (c == '|') {
            result += '1';
        } else if (is_ascii_alphanumeric(c)) {
            result += folded_ascii(c);
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            result += c;
        }
    }
    return result;
}

std::string printable(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for_each_character(text, [&](char32_t c, std::string_view bytes) {
        result += is_control(c) || is_bidirectional_control(c) ? replacement : bytes;
    });
    return result;
}

std::string storable(std::string_view text) {
    std::string result;
    for_each_character(
        text, [&](char32_t c, std::string_view bytes) { result += c == 0 ? replacement : bytes; });
    return result;
}

std::string shortened(std::string_view text, std::size_t characters_max) {
    std::string result;
    std::size_t count = 0;
    for (const std::string& character : characters(text)) {
        if (count++ == characters_max) {
            break;
        }
        result += character;
    }
    return result;
}

std::string hexadecimal(std::span<const unsigned char> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

std::optional<bool> truth(std::string_view word) {
    std::string lower(word);
    for (char& c : lower) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const auto is_among = [&](std::initializer_list<std::string_view> words) {
        return std::find(words.begin(), words.end(), lower) != words.end();
    };
    if (is_among({"true", "1", "yes", "on"})) {
        return true;
    }
    return is_among({"false", "0", "no", "off"}) ? std::optional(false) : std::nullopt;
}

std::size_t terminal_columns(std::string_view text) {
    std::size_t columns = 0;
    for_each_character(text, [&](char32_t c, std::string_view) {
        columns += is_wide(c) ? std::size_t{2} : std::size_t{1};
    });
    return columns;
}

}  // namespace mobilscan::core
