#include "ocr/container_code.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/check.h"

namespace mobilscan::ocr {
namespace {

constexpr std::size_t letters = 4;              // owner and category
constexpr std::string_view categories = "UJZ";  // freight, detachable equipment, trailers

constexpr std::array<std::pair<char, char>, 9> look_alikes{{
    {'O', '0'},
    {'Q', '0'},
    {'D', '0'},
    {'I', '1'},
    {'L', '1'},
    {'Z', '2'},
    {'S', '5'},
    {'G', '6'},
    {'B', '8'},
}};

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// A to Z and 0 to 9 of one dictionary entry, small letters as large ones; 0 for anything else.
char plain(const std::string& text) {
    if (text.size() != 1) {
        return 0;
    }
    const char c =
        text[0] >= 'a' && text[0] <= 'z' ? static_cast<char>(text[0] - 'a' + 'A') : text[0];
    return is_letter(c) || is_digit(c) ? c : '\0';
}

char as_letter(char c) {
    const auto pair = std::find_if(look_alikes.begin(), look_alikes.end(),
                                   [c](const auto& each) { return each.second == c; });
    return pair == look_alikes.end() ? c : pair->first;
}

char as_digit(char c) {
    const auto pair = std::find_if(look_alikes.begin(), look_alikes.end(),
                                   [c](const auto& each) { return each.first == c; });
    return pair == look_alikes.end() ? c : pair->second;
}

char as_place_wants(char c, std::size_t place) {
    return place < letters ? as_letter(c) : as_digit(c);
}

bool fits(char c, std::size_t place) {
    if (place == letters - 1) {
        return categories.find(c) != std::string_view::npos;
    }
    return place < letters ? is_letter(c) : is_digit(c);
}

int value_of(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    const int ordinal = c - 'A';
    return 10 + ordinal + (ordinal + 9) / 10;  // without 11, 22 and 33
}

// The characters that count, each as its place wants it; empty when one does not fit there.
std::string code_in(const std::vector<CharacterReading>& characters) {
    std::string code;
    for (const CharacterReading& character : characters) {
        if (const char c = plain(character.text); c != 0) {
            code += as_place_wants(c, code.size());
            if (code.size() > container_code_length || !fits(code.back(), code.size() - 1)) {
                return {};
            }
        }
    }
    return code;
}

}  // namespace

int container_check_digit(std::string_view ten_characters) {
    CHECK(ten_characters.size() == container_code_length - 1);
    int sum = 0;
    int weight = 1;
    for (const char c : ten_characters) {
        sum += value_of(c) * weight;
        weight *= 2;
    }
    return sum % 11 % 10;
}

std::optional<std::vector<CharacterReading>> as_container_code(
    std::vector<CharacterReading> characters) {
    const std::string code = code_in(characters);
    if (code.size() != container_code_length ||
        container_check_digit(std::string_view(code).substr(0, container_code_length - 1)) !=
            code.back() - '0') {
        return std::nullopt;
    }
    std::size_t place = 0;
    for (CharacterReading& character : characters) {
        if (plain(character.text) != 0) {
            correct(character, std::string(1, code[place++]));
        }
    }
    return characters;
}

bool is_container_owner(const std::vector<CharacterReading>& characters) {
    return code_in(characters).size() == letters;
}

bool lacks_check_digit(const std::vector<CharacterReading>& characters) {
    return code_in(characters).size() == container_code_length - 1;
}

bool begins_container_code(const std::vector<CharacterReading>& characters) {
    return code_in(characters).size() >= letters;
}

}  // namespace mobilscan::ocr
