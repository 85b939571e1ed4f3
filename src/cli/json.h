// JSON forms of the product's values, as the commands print them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/detection.h"
#include "core/quad.h"
#include "ocr/text_line.h"

namespace mobilscan::cli {

using Json = nlohmann::ordered_json;  // keys in the order in which they were set

// [[x, y], [x, y], [x, y], [x, y]], pixels with one decimal.
[[nodiscard]] Json to_json(const core::Quad& quad);

// Each character with its score, where it is along the line and what else it could be.
[[nodiscard]] Json to_json(const std::vector<ocr::CharacterReading>& characters);

// What a code says by the rules of GS1: "gtin" (14 digits or null) and "elements".
[[nodiscard]] Json gs1_json(const std::string& format, const std::string& text);

[[nodiscard]] double seconds(std::int64_t microseconds);

// A float as the decimal number that it stands for: 0.9876, not 0.98760002851486206.
[[nodiscard]] double four_decimals(float value);

// One line; bytes that are not UTF-8 (file names may hold any) become U+FFFD.
[[nodiscard]] std::string one_line(const Json& json);

}  // namespace mobilscan::cli
