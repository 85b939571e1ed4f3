#include "ocr/vehicle_number.h"

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
constexpr float alternative_confidence_min = 0.02F;
constexpr std::size_t doubtful_max = 8;  // places with alternatives that are tried

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

struct Candidate {
    char c = 0;
    float confidence = 0;
};

// What may stand at each place, what was read first; empty when that is no such number.
using Places = std::vector<std::vector<Candidate>>;

std::vector<Candidate> candidates(const CharacterReading& character, std::size_t place) {
    std::vector<Candidate> found;
    const auto add = [&](const std::string& text, float confidence) {
        const char c = as_written(text);
        const bool fits = c != 0 && (place < serial_place || is_digit(c)) &&
                          (place != check_place || is_digit(c) || c == 'X');
        for (const Candidate& other : found) {
            if (other.c == c) {
                return;
            }
        }
        if (fits) {
            found.push_back({c, confidence});
        }
    };
    add(character.text, character.confidence);
    for (const Alternative& other : character.alternatives) {
        if (other.confidence >= alternative_confidence_min) {
            add(other.text, other.confidence);
        }
    }
    return found;
}

// Tries every choice of candidates in which up to `changes` places do not have their first one.
class Search {
public:
    explicit Search(const Places& places) : places_(places) {
        for (const auto& place : places) {
            number_ += place.front().c;
        }
    }

    [[nodiscard]] std::optional<std::string> best() {
        constexpr int changes_max = 2;
        if (has_right_check_digit(number_)) {
            return number_;
        }
        change(0, changes_max, 1.0F);
        return best_.empty() ? std::nullopt : std::optional(best_);
    }

private:
    void change(std::size_t from, int changes, float probability) {
        for (std::size_t place = from; place < number_length; ++place) {
            const auto& choice = places_[place];
            for (std::size_t i = 1; i < choice.size(); ++i) {
                const float ratio = choice[i].confidence / choice[0].confidence;
                number_[place] = choice[i].c;
                if (probability * ratio > best_probability_ && has_right_check_digit(number_)) {
                    best_ = number_;
                    best_probability_ = probability * ratio;
                }
                if (changes > 1) {
                    change(place + 1, changes - 1, probability * ratio);
                }
            }
            number_[place] = choice[0].c;
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
    std::size_t doubtful = 0;
    std::size_t letters = 0;
    for (std::size_t place = 0; place < number_length; ++place) {
        places.push_back(candidates(characters[at[place]], place));
        if (places.back().empty()) {
            return std::nullopt;
        }
        doubtful += places.back().size() > 1 ? 1U : 0U;
        letters += is_digit(places.back().front().c) ? 0U : 1U;
    }
    if (letters == 0 || doubtful > doubtful_max) {
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
