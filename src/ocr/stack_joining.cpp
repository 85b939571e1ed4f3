#include "ocr/stack_joining.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ocr/line_crop.h"

namespace mobilscan::ocr {
namespace {

using core::Point;
using core::Quad;

constexpr std::size_t parts_min = 3;
constexpr float gap_max = 4.0F;           // between two, in sizes of a character
constexpr float slope_max = 0.2F;         // sideways to downwards, from one to the next
constexpr float jitter_max = 0.3F;        // and besides, in widths: a 1 may be at the cell's side
constexpr float width_ratio_min = 0.25F;  // of a 1 to a W
constexpr float squat_max = 1.8F;         // width to height of the widest character

struct Part {
    core::Box box;
    std::size_t region = 0;

    [[nodiscard]] float width() const { return box.x2 - box.x1; }
    [[nodiscard]] float height() const { return box.y2 - box.y1; }
    [[nodiscard]] float x() const { return (box.x1 + box.x2) / 2; }
};

// What may be a character or some in a column, from the top down.
std::vector<Part> upright_parts(std::span<const TextRegion> regions) {
    std::vector<Part> parts;
    for (std::size_t i = 0; i < regions.size(); ++i) {
        const Part part{core::bounding_box(regions[i].quad), i};
        if (part.width() <= squat_max * part.height()) {
            parts.push_back(part);
        }
    }
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
        return std::pair(a.box.y1, a.box.x1) < std::pair(b.box.y1, b.box.x1);
    });
    return parts;
}

bool goes_on(const Part& above, const Part& below) {
    const float wider = std::max(above.width(), below.width());
    const float gap = below.box.y1 - above.box.y2;
    const float size = std::max(wider, std::min(above.height(), below.height()));
    const float downwards =
        std::max(0.0F, (below.box.y1 + below.box.y2 - above.box.y1 - above.box.y2) / 2);
    return std::min(above.width(), below.width()) >= width_ratio_min * wider &&
           gap >= -0.4F * size && gap <= gap_max * size &&
           std::abs(below.x() - above.x()) <= slope_max * downwards + jitter_max * wider;
}

// The quad around the parts, along the line from the first to the last of them.
Quad around(std::span<const Part> parts) {
    const Part& first = parts.front();
    const Part& last = parts.back();
    Point down{last.x() - first.x(), (last.box.y1 + last.box.y2 - first.box.y1 - first.box.y2) / 2};
    const float length = std::hypot(down.x, down.y);
    down = length > 0 ? Point{down.x / length, down.y / length} : Point{0, 1};
    const Point right{down.y, -down.x};
    float least_right = std::numeric_limits<float>::max();
    float most_right = std::numeric_limits<float>::lowest();
    float least_down = least_right;
    float most_down = most_right;
    for (const Part& part : parts) {
        const Point middle{part.x(), (part.box.y1 + part.box.y2) / 2};
        const float across = middle.x * right.x + middle.y * right.y;
        const float along = middle.x * down.x + middle.y * down.y;
        least_right = std::min(least_right, across - part.width() / 2);
        most_right = std::max(most_right, across + part.width() / 2);
        least_down = std::min(least_down, along - part.height() / 2);
        most_down = std::max(most_down, along + part.height() / 2);
    }
    const auto corner = [&](float across, float along) {
        return Point{right.x * across + down.x * along, right.y * across + down.y * along};
    };
    return {corner(least_right, least_down), corner(most_right, least_down),
            corner(most_right, most_down), corner(least_right, most_down)};
}

}  // namespace

std::vector<JoinedRegion> stacks(std::span<const TextRegion> regions) {
    const std::vector<Part> parts = upright_parts(regions);
    std::vector<bool> taken(parts.size(), false);
    std::vector<JoinedRegion> found;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        std::vector<Part> column;
        std::vector<std::size_t> places;
        for (std::size_t next = i; next < parts.size(); ++next) {
            if (!taken[next] && (column.empty() || goes_on(column.back(), parts[next]))) {
                column.push_back(parts[next]);
                places.push_back(next);
            }
        }
        const bool is_one = column.size() == 1 && is_column(regions[column[0].region].quad);
        if (column.size() < parts_min && !is_one) {
            continue;
        }
        JoinedRegion stack{is_one ? regions[column[0].region].quad : around(column), {}};
        for (const std::size_t place : places) {
            taken[place] = true;
            stack.parts.push_back(parts[place].region);
        }
        if (is_column(stack.quad)) {
            found.push_back(std::move(stack));
        }
    }
    return found;
}

Quad lengthened(const Quad& column, float above, float below) noexcept {
    const float height = std::max(1.0F, core::text_height(column));
    const auto moved = [](Point from, Point to, float share) {
        return Point{to.x + share * (to.x - from.x), to.y + share * (to.y - from.y)};
    };
    return {
        moved(column[3], column[0], above / height), moved(column[2], column[1], above / height),
        moved(column[1], column[2], below / height), moved(column[0], column[3], below / height)};
}

}  // namespace mobilscan::ocr
