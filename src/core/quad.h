// Quad: four corners around a text line or a code, in pixels of the displayed frame.
//
// Corners go clockwise as seen (y grows downwards) and begin at the text's own top left, so the
// first edge runs along the text: a line that reads upside down begins at its lower right.
#pragma once

#include <array>

namespace mobilscan::core {

struct Point {
    float x = 0;
    float y = 0;

    friend bool operator==(const Point&, const Point&) = default;
};

using Quad = std::array<Point, 4>;

// An upright rectangle; x2 and y2 are exclusive.
struct Box {
    float x1 = 0;
    float y1 = 0;
    float x2 = 0;
    float y2 = 0;

    friend bool operator==(const Box&, const Box&) = default;
};

[[nodiscard]] float distance(Point a, Point b) noexcept;

// Mean length of the two edges along the text, in pixels.
[[nodiscard]] float text_width(const Quad& quad) noexcept;

// Mean length of the two edges across the text, in pixels.
[[nodiscard]] float text_height(const Quad& quad) noexcept;

[[nodiscard]] Point centre(const Quad& quad) noexcept;

// Whether the point lies in a convex quad whose corners run clockwise; its edges are in it.
[[nodiscard]] bool contains(const Quad& quad, Point point) noexcept;

// Angle of the first edge, in radians, 0 for a level line, positive clockwise.
[[nodiscard]] float tilt(const Quad& quad) noexcept;

[[nodiscard]] Box bounding_box(const Quad& quad) noexcept;

// Intersection over union of two upright boxes, 0 to 1.
[[nodiscard]] float overlap(const Box& a, const Box& b) noexcept;

// The same corners, beginning `steps` corners later: 1 turns the text's top left clockwise.
[[nodiscard]] Quad rotated_start(const Quad& quad, int steps) noexcept;

// The corners of any convex quad, clockwise, beginning at the one nearest to the frame's top left
// (the smallest x + y).
[[nodiscard]] Quad in_clockwise_order(const Quad& quad) noexcept;

// Every corner moved into [0, width] x [0, height].
[[nodiscard]] Quad clipped(const Quad& quad, float width, float height) noexcept;

}  // namespace mobilscan::core
