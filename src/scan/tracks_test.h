// What the tests of tracks and items share: readings made by hand.
#pragma once

#include <string>
#include <vector>

#include "core/text.h"
#include "scan/sight.h"

namespace mobilscan::scan {

inline core::Quad box_at(float x, float y, float width = 100, float height = 20) {
    return {{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}};
}

// Each character of the text as sure as the whole.
inline std::vector<ocr::CharacterReading> characters_of(const std::string& text,
                                                        float confidence = 0.9F) {
    std::vector<ocr::CharacterReading> characters;
    for (std::string& character : core::characters(text)) {
        characters.push_back({std::move(character), confidence, {}, 0, 0});
    }
    return characters;
}

// A text that was read in the frame of that second; every 30th frame is sampled.
inline Sight seen(const std::string& text, std::int64_t second, const core::Quad& quad,
                  float confidence = 0.9F) {
    return {{core::Kind::text, second * 30, second * 1'000'000, text, "", confidence, quad},
            characters_of(text, confidence)};
}

inline Sight seen_code(const std::string& text, std::int64_t second, const core::Quad& quad,
                       float confidence = 1.0F) {
    return {
        {core::Kind::barcode, second * 30, second * 1'000'000, text, "Code 128", confidence, quad},
        {}};
}

inline Sight cut(Sight sight, core::Cut how = core::Cut::surely) {
    sight.cut = how;
    return sight;
}

}  // namespace mobilscan::scan
