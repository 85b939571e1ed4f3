#include "core/movement.h"

#include <algorithm>
#include <vector>

#include "core/check.h"

namespace mobilscan::core {
namespace {

float middle_of(std::vector<float> values) {
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), half, values.end());
    return *half;
}

}  // namespace

Point moved(Point point, const Movement& movement) noexcept {
    return {movement.to.x + movement.scale * (point.x - movement.from.x),
            movement.to.y + movement.scale * (point.y - movement.from.y)};
}

Quad moved(const Quad& quad, const Movement& movement) noexcept {
    Quad result;
    for (std::size_t i = 0; i < quad.size(); ++i) {
        result[i] = moved(quad[i], movement);
    }
    return result;
}

Movement movement_of(std::span<const std::pair<Point, Point>> before_and_after) {
    CHECK(!before_and_after.empty());
    std::vector<float> x_from;
    std::vector<float> y_from;
    std::vector<float> x_by;
    std::vector<float> y_by;
    for (const auto& [before, after] : before_and_after) {
        x_from.push_back(before.x);
        y_from.push_back(before.y);
        x_by.push_back(after.x - before.x);
        y_by.push_back(after.y - before.y);
    }
    Movement movement;
    movement.from = {middle_of(x_from), middle_of(y_from)};
    movement.to = {movement.from.x + middle_of(x_by), movement.from.y + middle_of(y_by)};
    constexpr float far_apart = 50;  // pixels; nearer pairs say nothing about the scale
    std::vector<float> scales;
    for (std::size_t i = 0; i < before_and_after.size(); ++i) {
        for (std::size_t j = i + 1; j < before_and_after.size(); ++j) {
            const float before = distance(before_and_after[i].first, before_and_after[j].first);
            if (before > far_apart) {
                scales.push_back(distance(before_and_after[i].second, before_and_after[j].second) /
                                 before);
            }
        }
    }
    if (!scales.empty()) {
        constexpr float scale_max = 2;
        movement.scale = std::clamp(middle_of(scales), 1 / scale_max, scale_max);
    }
    return movement;
}

}  // namespace mobilscan::core
