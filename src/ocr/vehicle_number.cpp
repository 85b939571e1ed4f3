#include "ocr/vehicle_number.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/check.h"

namespace mobilscan::ocr {
namespace {

constexpr std::size_t number_length = 17;
constexpr std::size_t check_place = 8;
constexpr std::size_t serial_place = 13;  // from here on digits
constexpr std::array<int, number_length> weights{8, 7, 6, 5, 4, 3, 2, 10, 0,
                                                 9, 8, 7, 6, 5, 4, 3, 2};
constexpr std::string_view letter_values = "12345678.12345.7.923456789";  // of A to Z; . has none
// An alternative gives way only to this share of what was read: the check digit fits one number of
// eleven by chance, and numbers of Europe have none.
constexpr float share_min = 0.2F;
constexpr int changes_max = 2;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_allowed(char c) {
    return is_digit(c) ||
           (c >= 'A' && c <= 'Z' && letter_values[static_cast<std::size_t>(c - 'A')] != '.');
}

int value_of(char c) {
    return (is_digit(c) ? c : letter_values[static_cast<std::size_t>(c - 'A')]) - '0';
}

// The character as a number writes it; 0 when it has none such.
char as_written(const std::string& text) {
    if (text.size() != 1) {
        return 0;
    }
    char c = text[0] >= 'a' && text[0] <= 'z' ? static_cast<char>(text[0] - 'a' + 'A') : text[0];
    if (c == 'O' || c == 'Q') {
        c = '0';
    } else if (c == 'I') {
        c = '1';
    }
    return is_allowed(c) ? c : '\0';
}

// A character that may stand at a place.
struct Candidate {
    char c = 0;
    float share = 1;  // of the probability of what was read
    bool is_read = true;
};

// What was read first, if it may stand there; empty when that is no such number.
using Places = std::vector<std::vector<Candidate>>;

std::vector<Candidate> candidates(const CharacterReading& character, std::size_t place) {
    std::vector<Candidate> found;
    const auto add = [&](const std::string& text, float share, bool is_read) {
        const char c = as_written(text);
        const bool fits = c != 0 && (place < serial_place || is_digit(c)) &&
                          (place != check_place || is_digit(c) || c == 'X');
        const bool is_known = std::any_of(found.begin(), found.end(),
                                          [c](const Candidate& other) { return other.c == c; });
        if (fits && !is_known) {
            found.push_back({c, share, is_read});
        }
    };
    add(character.text, 1, true);
    for (const Alternative& other : character.alternatives) {
        const float share = other.confidence / character.confidence;
        if (share >= share_min) {
            add(other.text, share, false);
        }
    }
    return found;
}

// The most probable number with a right check digit in which up to `changes_max` places do not have
// what was read.
class Search {
public:
    explicit Search(const Places& places) : places_(places), number_(number_length, '0') {}

    [[nodiscard]] std::optional<std::string> best() {
        extend(0, changes_max, 1);
        return best_.empty() ? std::nullopt : std::optional(best_);
    }

private:
    void extend(std::size_t place, int changes, float probability) {
        if (place == number_length) {
            if (probability > best_probability_ && has_right_check_digit(number_)) {
                best_ = number_;
                best_probability_ = probability;
            }
            return;
        }
        for (const Candidate& candidate : places_[place]) {
            const int left = changes - (candidate.is_read ? 0 : 1);
            if (left >= 0) {
                number_[place] = candidate.c;
                extend(place + 1, left, probability * candidate.share);
            }
        }
    }

    const Places& places_;
    std::string number_;
    std::string best_;
    float best_probability_ = 0;
};

}  // namespace

bool has_right_check_digit(std::string_view number) {
    CHECK(number.size() == number_length);
    int sum = 0;
    for (std::size_t place = 0; place < number_length; ++place) {
        sum += value_of(number[place]) * weights[place];
    }
    const int digit = sum % 11;
    return number[check_place] == (digit == 10 ? 'X' : static_cast<char>('0' + digit));
}

std::optional<std::vector<CharacterReading>> as_vehicle_number(
    const std::vector<CharacterReading>& characters) {
    std::vector<std::size_t> at;  // which of the characters stand in the number
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (characters[i].text != "*" && characters[i].text != " ") {
            at.push_back(i);
        }
    }
    if (at.size() != number_length) {
        return std::nullopt;
    }
    Places places;
    std::size_t letters = 0;
    for (std::size_t place = 0; place < number_length; ++place) {
        places.push_back(candidates(characters[at[place]], place));
        if (places.back().empty()) {
            return std::nullopt;
        }
        letters += is_digit(places.back().front().c) ? 0U : 1U;
    }
    if (letters == 0) {
        return std::nullopt;
    }
    const auto number = Search(places).best();
    if (!number) {
        return std::nullopt;
    }
    std::vector<CharacterReading> corrected = characters;
    for (std::size_t place = 0; place < number_length; ++place) {
        correct(corrected[at[place]], std::string(1, (*number)[place]));
    }
    return corrected;
}

}  // namespace mobilscan::ocr
