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

struct Detection {
    Kind kind = Kind::text;
    std::int64_t frame_number = 0;  // index in presentation order, 0-based
    std::int64_t timestamp_us = 0;  // presentation time
    std::string text;               // UTF-8, never empty
    std::string format;             // symbology of a barcode ("QRCode", "EAN13"); empty for text
    // Text: share of such lines that are right (ocr/calibration.h). Barcode: 1, as a code that
    // decodes has passed its own error detection.
    float confidence = 0;
    Quad quad{};  // pixels of the displayed frame, clockwise from the text's top left
};

// Where an item was seen best.
struct BestSighting {
    std::int64_t frame_number = 0;
    std::int64_t timestamp_us = 0;
    Quad quad{};
};

struct Item {
    Kind kind = Kind::text;
    std::string text;
    std::string format;
    float confidence = 0;
    std::vector<std::string> alternatives;  // other readings of it, most frequent first
    std::int64_t first_seen_us = 0;
    std::int64_t last_seen_us = 0;
    std::int64_t sightings = 0;  // sampled frames in which it was seen
    BestSighting best;
};

}  // namespace mobilscan::core
