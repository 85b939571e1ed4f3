// Movement: how a picture moved from one sample to the next. Pure.
#pragma once

#include <span>
#include <utility>

#include "core/quad.h"

namespace mobilscan::core {

// What was at `from` is at `to`, and distances from there are `scale` times as long.
struct Movement {
    Point from;
    Point to;
    float scale = 1;
};

[[nodiscard]] Point moved(Point point, const Movement& movement) noexcept;
[[nodiscard]] Quad moved(const Quad& quad, const Movement& movement) noexcept;

// The movement that points seen before and after show, in pixels: medians, so that a few wrong
// pairs change nothing. The scale is 1/2 to 2, and 1 where all points are near one another.
// Precondition: one pair or more.
[[nodiscard]] Movement movement_of(std::span<const std::pair<Point, Point>> before_and_after);

}  // namespace mobilscan::core
