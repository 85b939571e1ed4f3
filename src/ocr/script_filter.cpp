#include "ocr/script_filter.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "ocr/ctc.h"
#include "ocr/reader.h"
#include "ocr/script.h"

namespace mobilscan::ocr {
namespace {

// What belongs to the text before or behind it, and says nothing when that is cut out.
constexpr std::string_view binds_to_the_left = ":;,.!?)]}>|/&";
constexpr std::string_view binds_to_the_right = ":;,([{<|/&";

bool is_digit(const std::string& text) {
    return text.size() == 1 && text[0] >= '0' && text[0] <= '9';
}

bool is_one_of(const std::string& text, std::string_view signs) {
    return text == " " || (text.size() == 1 && signs.find(text[0]) != std::string_view::npos);
}

// Whether allowed letters and digits are more than the letters of other scripts.
bool is_in_language(const std::vector<CharacterReading>& characters, const core::Scripts& scripts) {
    int allowed = 0;
    int foreign = 0;
    for (const CharacterReading& character : characters) {
        const Script script = script_of(character.text);
        if (script == Script::punctuation) {
            continue;
        }
        if (!is_allowed(script, scripts)) {
            ++foreign;
        } else if (script != Script::common || is_digit(half_width(character.text))) {
            ++allowed;
        }
    }
    return foreign == 0 || allowed > foreign;
}

// The character and its alternatives without those that are not allowed; its text is empty when
// nothing stands for it.
CharacterReading in_scripts(CharacterReading character, const core::Scripts& scripts) {
    if (!scripts.east_asian()) {
        character.text = half_width(character.text);
        for (Alternative& other : character.alternatives) {
            other.text = half_width(other.text);
        }
    }
    std::erase_if(character.alternatives, [&](const Alternative& other) {
        return other.text == character.text || !is_allowed(script_of(other.text), scripts);
    });
    if (is_allowed(script_of(character.text), scripts)) {
        return character;
    }
    if (character.alternatives.empty() ||
        character.alternatives.front().confidence < replacement_confidence_min) {
        character.text.clear();
        character.alternatives.clear();
        return character;
    }
    character.text = std::move(character.alternatives.front().text);
    character.confidence = character.alternatives.front().confidence;
    character.alternatives.erase(character.alternatives.begin());
    return character;
}

// Characters that stand together in the picture, and what was cut out before them.
struct Stretch {
    std::optional<CharacterReading> cut;
    std::vector<CharacterReading> characters;
};

// One sign that was read as two characters, no blank between, becomes one when both are the same
// after one of them gave way.
void append(std::vector<CharacterReading>& characters, CharacterReading character, bool replaced) {
    if (replaced && !characters.empty() && characters.back().text == character.text &&
        characters.back().end >= character.begin) {
        characters.back().end = character.end;
        characters.back().confidence = std::max(characters.back().confidence, character.confidence);
    } else {
        characters.push_back(std::move(character));
    }
}

std::vector<Stretch> stretches_of(std::vector<CharacterReading> characters,
                                  const core::Scripts& scripts) {
    std::vector<Stretch> stretches(1);
    bool last_replaced = false;
    for (CharacterReading& character : characters) {
        const bool replaced = !is_allowed(script_of(character.text), scripts);
        CharacterReading kept = in_scripts(std::move(character), scripts);
        if (!kept.text.empty()) {
            append(stretches.back().characters, std::move(kept), replaced || last_replaced);
        } else {
            stretches.push_back(
                {CharacterReading{" ", kept.confidence, {}, kept.begin, kept.end}, {}});
        }
        last_replaced = replaced;
    }
    return stretches;
}

// Without the spaces and punctuation that belonged to what was cut out on its left or right.
void trim(std::vector<CharacterReading>& characters, bool cut_on_the_left, bool cut_on_the_right) {
    const auto says = [](std::string_view signs) {
        return [signs](const CharacterReading& character) {
            return !is_one_of(character.text, signs);
        };
    };
    if (cut_on_the_right) {
        characters.erase(
            std::find_if(characters.rbegin(), characters.rend(), says(binds_to_the_right)).base(),
            characters.end());
    }
    if (cut_on_the_left) {
        characters.erase(characters.begin(), std::find_if(characters.begin(), characters.end(),
                                                          says(binds_to_the_left)));
    }
}

// The stretches one after the other, one space for all that was cut out between two.
std::vector<CharacterReading> joined(std::vector<Stretch> stretches) {
    std::vector<CharacterReading> line;
    std::optional<CharacterReading> cut;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        auto& [before, characters] = stretches[i];
        if (before && cut) {
            cut->confidence = std::min(cut->confidence, before->confidence);
            cut->end = before->end;
        } else if (before) {
            cut = before;
        }
        trim(characters, i > 0, i + 1 < stretches.size());
        if (characters.empty()) {
            continue;
        }
        if (cut && !line.empty()) {
            line.push_back(*cut);
        }
        cut.reset();
        std::move(characters.begin(), characters.end(), std::back_inserter(line));
    }
    return line;
}

}  // namespace

std::optional<TextLine> in_scripts(TextLine line, const core::Scripts& scripts) {
    if (scripts.all()) {
        return line;
    }
    if (!is_in_language(line.characters, scripts)) {
        return std::nullopt;
    }
    line.characters =
        without_outer_spaces(joined(stretches_of(std::move(line.characters), scripts)));
    if (line.characters.empty()) {
        return std::nullopt;
    }
    line.text = text_of(line.characters);
    line.confidence = std::min(line.confidence, line_confidence(line.characters));
    return line;
}

std::vector<TextLine> in_scripts(std::vector<TextLine> lines, const core::Scripts& scripts) {
    if (scripts.all()) {
        return lines;
    }
    std::vector<TextLine> left;
    for (TextLine& line : lines) {
        auto part = in_scripts(std::move(line), scripts);
        if (part && part->confidence >= ReaderOptions{}.line_confidence_min) {
            left.push_back(*std::move(part));
        }
    }
    return left;
}

}  // namespace mobilscan::ocr
