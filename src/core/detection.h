// Detection: one text or code seen in one frame. Item: one label seen over many frames.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/quad.h"

namespace mobilscan::core {

enum class Kind : std::uint8_t { text, barcode };

[[nodiscard]] constexpr std::string_view name(Kind kind) noexcept {
    return kind == Kind::text ? "text" : "barcode";
}

// Whether part of a text or code is outside the frame: surely where it touches the edge, perhaps
// where the next character would.
enum class Cut : std::uint8_t { no, perhaps, surely };

inline constexpr float weak_code_confidence = 0.6F;

struct Detection {
    Kind kind = Kind::text;
    std::int64_t frame_number = 0;  // index in presentation order, 0-based
    std::int64_t timestamp_us = 0;  // presentation time
    std::string text;               // UTF-8, never empty
    std::string format;             // symbology of a barcode ("QRCode", "EAN13"); empty for text
    // Text: share of such lines that are right (ocr/calibration.h). Barcode: 1, as a code that
    // decodes has passed its own error detection; weak_code_confidence where that says little.
    float confidence = 0;
    Quad quad{};  // pixels of the displayed frame, clockwise from the text's top left
};

// Where an item was seen best.
struct BestSighting {
    std::int64_t frame_number = 0;
    std::int64_t timestamp_us = 0;
    Quad quad{};
};

// One character of an item's text, and its share of the votes, 0 to 1.
struct ItemCharacter {
    std::string text;
    float confidence = 0;

    friend bool operator==(const ItemCharacter&, const ItemCharacter&) = default;
};

struct Item {
    Kind kind = Kind::text;  // barcode, also where the text printed beside it was read
    std::string text;
    std::string format;
    float confidence = 0;                   // share of such items that are right
    std::vector<ItemCharacter> characters;  // of a text
    std::int64_t votes = 0;                 // readings that say this text
    std::int64_t readings = 0;              // of all texts; in other sightings it was not read
    std::vector<std::string> alternatives;  // other readings of it, most frequent first
    std::string printed_text;  // of a code: what stands beside it, saying the same; may be empty
    bool same_text = false;    // another item says the same, elsewhere
    std::int64_t first_seen_us = 0;
    std::int64_t last_seen_us = 0;
    std::int64_t sightings = 0;  // sampled frames in which it was read
    BestSighting best;
};

}  // namespace mobilscan::core
