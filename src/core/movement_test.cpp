// Movements are found from pairs of points, a wrong one among them or not, and move what they are
// asked to move.
#include "core/movement.h"

#include <gtest/gtest.h>

#include <vector>

namespace mobilscan::core {
namespace {

using Pairs = std::vector<std::pair<Point, Point>>;

TEST(Movement, IsAShiftWhereThereIsOnePair) {
    const Movement movement = movement_of(Pairs{{{10, 20}, {15, 18}}});
    EXPECT_EQ(moved(Point{110, 120}, movement), (Point{115, 118}));
}

TEST(Movement, HasTheScaleThatDistancesShow) {
    const Pairs pairs{{{0, 0}, {10, 0}}, {{100, 0}, {160, 0}}, {{0, 100}, {10, 150}}};
    const Movement movement = movement_of(pairs);
    EXPECT_FLOAT_EQ(movement.scale, 1.5F);
}

TEST(Movement, IsNotMovedByOneWrongPair) {
    Pairs pairs;
    for (int i = 0; i < 5; ++i) {
        const float at = 100 * static_cast<float>(i);
        pairs.push_back({{at, at}, {at + 7, at - 3}});
    }
    pairs.push_back({{50, 80}, {400, 300}});
    const Point there = moved(Point{200, 200}, movement_of(pairs));
    EXPECT_NEAR(there.x, 207, 3);
    EXPECT_NEAR(there.y, 197, 3);
}

}  // namespace
}  // namespace mobilscan::core
