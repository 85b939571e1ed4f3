// Quads: order, measures and movements.
#include "core/quad.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numbers>

namespace mobilscan::core {
namespace {

constexpr Quad level{{{10, 20}, {110, 20}, {110, 50}, {10, 50}}};

TEST(Quad, ContainsWhatLiesWithinItsEdges) {
    const Quad tilted{{{2, 0}, {6, 4}, {4, 6}, {0, 2}}};
    EXPECT_TRUE(contains(tilted, {3, 3}));
    EXPECT_TRUE(contains(tilted, {2, 0}));
    EXPECT_FALSE(contains(tilted, {5, 1}));
    EXPECT_FALSE(contains(tilted, {0, 5}));
}

TEST(Quad, MeasuresALevelRectangle) {
    EXPECT_FLOAT_EQ(text_width(level), 100);
    EXPECT_FLOAT_EQ(text_height(level), 30);
    EXPECT_EQ(centre(level), (Point{60, 35}));
    EXPECT_FLOAT_EQ(tilt(level), 0);
    EXPECT_EQ(bounding_box(level), (Box{10, 20, 110, 50}));
}

TEST(Quad, TiltIsPositiveClockwise) {
    const Quad downwards{{{50, 0}, {50, 100}, {20, 100}, {20, 0}}};
    EXPECT_FLOAT_EQ(tilt(downwards), std::numbers::pi_v<float> / 2);
    EXPECT_FLOAT_EQ(text_width(downwards), 100);
    EXPECT_FLOAT_EQ(text_height(downwards), 30);
}

TEST(ClockwiseOrder, IsTheSameForEveryOrderOfTheCorners) {
    std::array<std::size_t, 4> order{0, 1, 2, 3};
    do {
        const Quad shuffled{level[order[0]], level[order[1]], level[order[2]], level[order[3]]};
        EXPECT_EQ(in_clockwise_order(shuffled), level);
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST(RotatedStart, KeepsTheCornersAndMovesTheBeginning) {
    EXPECT_EQ(rotated_start(level, 1)[0], level[1]);
    EXPECT_EQ(rotated_start(level, 2)[0], level[2]);
    EXPECT_EQ(rotated_start(rotated_start(level, 3), 1), level);
}

TEST(Overlap, IsOneForEqualZeroForTouchingAndAThirdForHalfShifted) {
    const Box box{0, 0, 10, 10};
    EXPECT_FLOAT_EQ(overlap(box, box), 1);
    EXPECT_FLOAT_EQ(overlap(box, {10, 0, 20, 10}), 0);
    EXPECT_FLOAT_EQ(overlap(box, {5, 0, 15, 10}), 50.0F / 150);
    EXPECT_FLOAT_EQ(overlap(box, {20, 20, 30, 30}), 0);
}

TEST(Clipped, MovesOutsideCornersToTheEdge) {
    const Quad outside{{{-5, -5}, {120, 0}, {120, 99}, {0, 99}}};
    EXPECT_EQ(clipped(outside, 100, 50), (Quad{{{0, 0}, {100, 0}, {100, 50}, {0, 50}}}));
}

}  // namespace
}  // namespace mobilscan::core
