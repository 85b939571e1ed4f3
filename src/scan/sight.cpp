#include "scan/sight.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/text.h"

namespace mobilscan::scan {
namespace {

constexpr float ten_thousand = 1e4F;

void append(std::string& text, const std::string& character, float confidence) {
    text += character + "\t" + std::to_string(std::lround(confidence * ten_thousand));
}

// The part before the first of that sign, which is taken off with it.
std::string_view cut_off(std::string_view& text, char sign) {
    const std::size_t end = std::min(text.find(sign), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

std::optional<float> confidence_of(std::string_view digits) {
    int number = 0;
    const char* end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc() || stopped != end) {
        return std::nullopt;
    }
    return static_cast<float>(number) / ten_thousand;
}

}  // namespace

core::Cut cut_of(const core::Quad& quad, std::int32_t width, std::int32_t height) {
    constexpr float margin_of_sides = 0.05F;  // in heights of the text
    constexpr float margin_of_ends = 0.5F;
    const float text_height = core::text_height(quad);
    const auto is_within = [&](const core::Point& point, float margin) {
        return point.x >= margin && point.y >= margin &&
               point.x <= static_cast<float>(width) - margin &&
               point.y <= static_cast<float>(height) - margin;
    };
    const auto middle = [&](std::size_t i, std::size_t j) {
        return core::Point{(quad[i].x + quad[j].x) / 2, (quad[i].y + quad[j].y) / 2};
    };
    if (std::any_of(quad.begin(), quad.end(), [&](const core::Point& corner) {
            return !is_within(corner, margin_of_sides * text_height);
        })) {
        return core::Cut::surely;
    }
    return is_within(middle(0, 3), margin_of_ends * text_height) &&
                   is_within(middle(1, 2), margin_of_ends * text_height)
               ? core::Cut::no
               : core::Cut::perhaps;
}

std::string text_key(const core::Detection& detection) {
    return detection.kind == core::Kind::barcode ? detection.format + " " + detection.text
                                                 : core::folded(detection.text);
}

std::string characters_text(const std::vector<ocr::CharacterReading>& characters) {
    std::string text;
    for (const ocr::CharacterReading& character : characters) {
        append(text, character.text, character.confidence);
        for (const ocr::Alternative& other : character.alternatives) {
            text += '\t';
            append(text, other.text, other.confidence);
        }
        text += '\n';
    }
    return text;
}

std::vector<ocr::CharacterReading> parse_characters(std::string_view text) {
    std::vector<ocr::CharacterReading> characters;
    while (!text.empty()) {
        std::string_view line = cut_off(text, '\n');
        ocr::CharacterReading character;
        for (bool is_first = true; !line.empty(); is_first = false) {
            const std::string_view sign = cut_off(line, '\t');
            const auto confidence = confidence_of(cut_off(line, '\t'));
            if (!confidence) {
                return {};
            }
            if (is_first) {
                character.text = sign;
                character.confidence = *confidence;
            } else {
                character.alternatives.push_back({std::string(sign), *confidence});
            }
        }
        characters.push_back(std::move(character));
    }
    return characters;
}

}  // namespace mobilscan::scan
