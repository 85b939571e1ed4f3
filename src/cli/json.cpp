#include "cli/json.h"

#include "core/gs1.h"

#include <cmath>

namespace mobilscan::cli {

Json to_json(const core::Quad& quad) {
    const auto one_decimal = [](float value) {
        return std::round(static_cast<double>(value) * 10) / 10;
    };
    Json corners = Json::array();
    for (const core::Point corner : quad) {
        corners.push_back({one_decimal(corner.x), one_decimal(corner.y)});
    }
    return corners;
}

Json to_json(const std::vector<ocr::CharacterReading>& characters) {
    Json json = Json::array();
    for (const ocr::CharacterReading& character : characters) {
        Json others = Json::array();
        for (const ocr::Alternative& other : character.alternatives) {
            others.push_back({{"text", other.text}, {"score", four_decimals(other.confidence)}});
        }
        json.push_back({{"text", character.text},
                        {"score", four_decimals(character.confidence)},
                        {"from", four_decimals(character.begin)},
                        {"to", four_decimals(character.end)},
                        {"alternatives", std::move(others)}});
    }
    return json;
}

Json gs1_json(const std::string& format, const std::string& text) {
    const auto gtin = core::gtin_of(format, text);
    Json elements = Json::array();
    if (core::holds_gs1_elements(format)) {
        for (const core::Gs1Element& element : core::gs1_elements(text)) {
            elements.push_back({{"identifier", element.identifier},
                                {"name", element.name.empty() ? Json(nullptr) : Json(element.name)},
                                {"value", element.value},
                                {"unit", element.unit.empty() ? Json(nullptr) : Json(element.unit)},
                                {"valid", element.is_valid}});
        }
    }
    return {{"gtin", gtin ? Json(*gtin) : Json(nullptr)}, {"elements", std::move(elements)}};
}

double seconds(std::int64_t microseconds) {
    return static_cast<double>(microseconds) / 1e6;
}

double four_decimals(float value) {
    return std::round(static_cast<double>(value) * 1e4) / 1e4;
}

std::string one_line(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace mobilscan::cli
