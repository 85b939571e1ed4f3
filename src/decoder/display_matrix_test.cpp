// Proves: each of the eight orientations is recognised from its matrix, also scaled and slanted.
#include "decoder/display_matrix.h"

#include <gtest/gtest.h>

#include <array>

namespace mobilscan::decoder {
namespace {

using core::Orientation;

Orientation orientation(int a, int b, int c, int d, int scale = 1 << 16) {
    const std::array<std::int32_t, 9> matrix{a * scale, b * scale, 0, c * scale, d * scale,
                                             0,         0,         0, 1 << 30};
    return orientation_of_matrix(matrix);
}

TEST(DisplayMatrix, NamesAllEightOrientations) {
    EXPECT_EQ(orientation(1, 0, 0, 1), Orientation::as_stored);
    EXPECT_EQ(orientation(-1, 0, 0, 1), Orientation::mirror_horizontally);
    EXPECT_EQ(orientation(-1, 0, 0, -1), Orientation::rotate_180);
    EXPECT_EQ(orientation(1, 0, 0, -1), Orientation::mirror_vertically);
    EXPECT_EQ(orientation(0, 1, 1, 0), Orientation::transpose);
    EXPECT_EQ(orientation(0, 1, -1, 0), Orientation::rotate_clockwise);
    EXPECT_EQ(orientation(0, -1, -1, 0), Orientation::transverse);
    EXPECT_EQ(orientation(0, -1, 1, 0), Orientation::rotate_anticlockwise);
}

TEST(DisplayMatrix, TakesTheNearestQuarterTurnAndIgnoresScale) {
    EXPECT_EQ(orientation(10, 1, -1, 10, 100), Orientation::as_stored);
    EXPECT_EQ(orientation(1, 10, -10, 1, 100), Orientation::rotate_clockwise);
    EXPECT_EQ(orientation(0, 0, 0, 0), Orientation::as_stored);
}

TEST(DisplayMatrix, SurvivesTheSmallestNumbers) {
    std::array<std::int32_t, 9> matrix{};
    matrix.fill(std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(orientation_of_matrix(matrix), Orientation::rotate_180);
}

}  // namespace
}  // namespace mobilscan::decoder
