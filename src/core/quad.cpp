#include "core/quad.h"

#include <algorithm>
#include <cmath>

namespace mobilscan::core {

float distance(Point a, Point b) noexcept {
    return std::hypot(a.x - b.x, a.y - b.y);
}

float text_width(const Quad& quad) noexcept {
    return (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2;
}

float text_height(const Quad& quad) noexcept {
    return (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) / 2;
}

Point centre(const Quad& quad) noexcept {
    Point sum;
    for (const Point corner : quad) {
        sum.x += corner.x;
        sum.y += corner.y;
    }
    return {sum.x / 4, sum.y / 4};
}

bool contains(const Quad& quad, Point point) noexcept {
    for (std::size_t i = 0; i < quad.size(); ++i) {
        const Point from = quad[i];
        const Point to = quad[(i + 1) % quad.size()];
        const float turn =
            (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
        if (turn < 0) {
            return false;
        }
    }
    return true;
}

float tilt(const Quad& quad) noexcept {
    return std::atan2(quad[1].y - quad[0].y, quad[1].x - quad[0].x);
}

Box bounding_box(const Quad& quad) noexcept {
    Box box{quad[0].x, quad[0].y, quad[0].x, quad[0].y};
    for (const Point corner : quad) {
        box.x1 = std::min(box.x1, corner.x);
        box.y1 = std::min(box.y1, corner.y);
        box.x2 = std::max(box.x2, corner.x);
        box.y2 = std::max(box.y2, corner.y);
    }
    return box;
}

float overlap(const Box& a, const Box& b) noexcept {
    const float width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1);
    const float height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1);
    if (width <= 0 || height <= 0) {
        return 0;
    }
    const float common = width * height;
    const float both = (a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1);
    return common / (both - common);
}

Quad rotated_start(const Quad& quad, int steps) noexcept {
    Quad result;
    for (std::size_t i = 0; i < quad.size(); ++i) {
        result[i] = quad[(i + static_cast<std::size_t>(steps)) % quad.size()];
    }
    return result;
}

Quad in_clockwise_order(const Quad& quad) noexcept {
    const Point middle = centre(quad);
    Quad sorted = quad;
    std::sort(sorted.begin(), sorted.end(), [middle](Point a, Point b) {
        return std::atan2(a.y - middle.y, a.x - middle.x) <
               std::atan2(b.y - middle.y, b.x - middle.x);
    });
    const auto first = std::min_element(sorted.begin(), sorted.end(),
                                        [](Point a, Point b) { return a.x + a.y < b.x + b.y; });
    std::rotate(sorted.begin(), first, sorted.end());
    return sorted;
}

Quad clipped(const Quad& quad, float width, float height) noexcept {
    Quad result = quad;
    for (Point& corner : result) {
        corner.x = std::clamp(corner.x, 0.0F, width);
        corner.y = std::clamp(corner.y, 0.0F, height);
    }
    return result;
}

}  // namespace mobilscan::core
