#include "cli/json.h"

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
