#include "ocr/text_line.h"

#include <utility>

namespace mobilscan::ocr {

void correct(CharacterReading& character, std::string text) {
    if (character.text == text) {
        return;
    }
    std::erase_if(character.alternatives,
                  [&](const Alternative& other) { return other.text == text; });
    character.alternatives.insert(
        character.alternatives.begin(),
        Alternative{std::exchange(character.text, std::move(text)), character.confidence});
}

}  // namespace mobilscan::ocr
