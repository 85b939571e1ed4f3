#include "ocr/region_joining.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>

namespace mobilscan::ocr {
namespace {

using core::Point;
using core::Quad;

// A line's own axes: `along` runs with the text from its first corner, `across` down from it.
struct Axes {
    Point origin;
    Point along;

    explicit Axes(const Quad& quad) : origin(quad[0]) {
        const float length = std::max(1.0F, core::distance(quad[0], quad[1]));
        along = {(quad[1].x - quad[0].x) / length, (quad[1].y - quad[0].y) / length};
    }
    [[nodiscard]] Point placed(Point point) const {
        const float x = point.x - origin.x;
        const float y = point.y - origin.y;
        return {x * along.x + y * along.y, y * along.x - x * along.y};
    }
    [[nodiscard]] Point in_picture(Point point) const {
        return {origin.x + point.x * along.x - point.y * along.y,
                origin.y + point.x * along.y + point.y * along.x};
    }
};

// The upright box around a quad in those axes.
core::Box placed(const Axes& axes, const Quad& quad) {
    Quad moved = quad;
    for (Point& corner : moved) {
        corner = axes.placed(corner);
    }
    return core::bounding_box(moved);
}

// The first edge along the longer side, where the text runs.
Quad along_text(const Quad& quad) {
    return core::text_height(quad) > core::text_width(quad) ? core::rotated_start(quad, 1) : quad;
}

float length_of(const Quad& quad) {
    return std::max(core::text_width(quad), core::text_height(quad));
}

// How far apart the two are, in heights of the first, if they are parts of one line. `wider` has
// the longer text.
std::optional<float> gap_between(const Quad& wider, const Quad& other, const JoinOptions& options) {
    const Quad line = along_text(wider);
    const Axes axes(line);
    const core::Box own = placed(axes, line);
    const core::Box next = placed(axes, other);
    const float height = own.y2 - own.y1;
    const float other_height = next.y2 - next.y1;
    const float offset = std::abs((own.y1 + own.y2) - (next.y1 + next.y2)) / 2;
    const float ratio = std::min(height, other_height) / std::max(height, other_height);
    if (ratio < options.height_ratio_min || offset > options.offset_max * height) {
        return std::nullopt;
    }
    const float gap = std::max(next.x1 - own.x2, own.x1 - next.x2) / height;
    return gap <= options.gap_max && gap >= -options.overlap_max ? std::optional(gap)
                                                                 : std::nullopt;
}

Quad join(const Quad& wider, const Quad& other) {
    const Quad line = along_text(wider);
    const Axes axes(line);
    const core::Box own = placed(axes, line);
    const core::Box next = placed(axes, other);
    const core::Box all{std::min(own.x1, next.x1), std::min(own.y1, next.y1),
                        std::max(own.x2, next.x2), std::max(own.y2, next.y2)};
    const Quad corners{axes.in_picture({all.x1, all.y1}), axes.in_picture({all.x2, all.y1}),
                       axes.in_picture({all.x2, all.y2}), axes.in_picture({all.x1, all.y2})};
    return core::in_clockwise_order(corners);
}

// The nearest of the lines from `first` on that goes on in this one; their count when none does.
std::size_t nearest_part(const Quad& line, const std::vector<JoinedRegion>& lines,
                         std::size_t first, const JoinOptions& options) {
    std::size_t nearest = lines.size();
    float least = std::numeric_limits<float>::max();
    for (std::size_t i = first; i < lines.size(); ++i) {
        const auto gap = gap_between(line, lines[i].quad, options);
        if (gap && *gap < least) {
            least = *gap;
            nearest = i;
        }
    }
    return nearest;
}

// The longest first: it knows best where its line runs.
std::vector<JoinedRegion> by_length(std::span<const TextRegion> regions) {
    std::vector<JoinedRegion> lines;
    lines.reserve(regions.size());
    for (std::size_t i = 0; i < regions.size(); ++i) {
        lines.push_back({regions[i].quad, {i}});
    }
    std::sort(lines.begin(), lines.end(), [](const JoinedRegion& a, const JoinedRegion& b) {
        const auto key = [](const Quad& quad) {
            const Point middle = core::centre(quad);
            return std::tuple(-length_of(quad), middle.y, middle.x);
        };
        return key(a.quad) < key(b.quad);
    });
    return lines;
}

}  // namespace

bool is_next_row(const core::Quad& row, const core::Quad& other) {
    constexpr float height_ratio_min = 0.6F;
    constexpr float gap_max = 1.5F;  // between the rows, in heights of the first
    constexpr float overlap_max = 0.4F;
    const Axes axes(row);
    const core::Box own = placed(axes, row);
    const core::Box next = placed(axes, other);
    const float height = own.y2 - own.y1;
    const float other_height = next.y2 - next.y1;
    const float gap = (next.y1 - own.y2) / height;
    return std::min(height, other_height) >= height_ratio_min * std::max(height, other_height) &&
           gap <= gap_max && gap >= -overlap_max && next.x1 < own.x2 && own.x1 < next.x2;
}

std::vector<JoinedRegion> joined(std::span<const TextRegion> regions, const JoinOptions& options) {
    std::vector<JoinedRegion> lines = by_length(regions);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (std::size_t next = nearest_part(lines[i].quad, lines, i + 1, options);
             next < lines.size(); next = nearest_part(lines[i].quad, lines, i + 1, options)) {
            lines[i].quad = join(lines[i].quad, lines[next].quad);
            lines[i].parts.insert(lines[i].parts.end(), lines[next].parts.begin(),
                                  lines[next].parts.end());
            lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(next));
        }
    }
    return lines;
}

}  // namespace mobilscan::ocr
