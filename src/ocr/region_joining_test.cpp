// Proves: parts of one line become one, whatever its tilt and the order in which they were found;
// neighbours in other lines, columns or sizes stay apart.
#include "ocr/region_joining.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace mobilscan::ocr {
namespace {

// A region of that size whose top left lies at (x, y) before the page is turned.
TextRegion region(float x, float y, float width, float height, float angle = 0) {
    const auto turned = [&](float px, float py) {
        return core::Point{500 + px * std::cos(angle) - py * std::sin(angle),
                           500 + px * std::sin(angle) + py * std::cos(angle)};
    };
    return {core::in_clockwise_order({turned(x, y), turned(x + width, y),
                                      turned(x + width, y + height), turned(x, y + height)}),
            0.9F};
}

float longer_side(const JoinedRegion& line) {
    return std::max(core::text_width(line.quad), core::text_height(line.quad));
}

std::size_t count(const std::vector<TextRegion>& regions) {
    return joined(regions, {}).size();
}

TEST(RegionJoining, PartsOfALineBecomeOneAtAnyTilt) {
    for (const float angle : {0.0F, 0.4F, -0.6F, 1.2F, -1.5F}) {
        const std::vector<TextRegion> parts{region(230, 0, 15, 20, angle),
                                            region(0, 0, 90, 20, angle),
                                            region(105, 0, 110, 20, angle)};
        const auto lines = joined(parts, {});
        ASSERT_EQ(lines.size(), 1U) << angle;
        EXPECT_EQ(std::set(lines[0].parts.begin(), lines[0].parts.end()),
                  (std::set<std::size_t>{0, 1, 2}));
        EXPECT_NEAR(longer_side(lines[0]), 245, 0.5F) << angle;
    }
}

TEST(RegionJoining, OtherLinesColumnsAndSizesStayApart) {
    EXPECT_EQ(count({region(0, 0, 90, 20), region(0, 25, 90, 20)}), 2U);
    EXPECT_EQ(count({region(0, 0, 90, 20), region(180, 0, 90, 20)}), 2U);
    EXPECT_EQ(count({region(0, 0, 90, 20), region(100, -10, 90, 40)}), 2U);
    EXPECT_EQ(count({region(0, 0, 90, 20), region(100, 9, 90, 20)}), 2U);
}

TEST(RegionJoining, TheOrderOfTheRegionsChangesNothing) {
    const std::vector<TextRegion> parts{region(0, 0, 33, 20), region(40, 0, 32, 20),
                                        region(80, 0, 31, 20), region(0, 100, 30, 20)};
    std::vector<int> order{0, 1, 2, 3};
    do {
        std::vector<TextRegion> shuffled;
        for (const int i : order) {
            shuffled.push_back(parts[static_cast<std::size_t>(i)]);
        }
        const auto lines = joined(shuffled, {});
        ASSERT_EQ(lines.size(), 2U);
        EXPECT_NEAR(longer_side(lines[0]), 111, 0.01F);
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST(RegionJoining, TheNextRowLiesBelowInPartAndIsAsHigh) {
    const core::Quad row = region(0, 0, 90, 20).quad;
    EXPECT_TRUE(is_next_row(row, region(0, 24, 140, 20).quad));
    EXPECT_TRUE(is_next_row(row, region(60, 40, 140, 20).quad));
    EXPECT_FALSE(is_next_row(row, region(0, -24, 140, 20).quad));
    EXPECT_FALSE(is_next_row(row, region(95, 24, 140, 20).quad));
    EXPECT_FALSE(is_next_row(row, region(0, 60, 140, 20).quad));
    EXPECT_FALSE(is_next_row(row, region(0, 24, 140, 40).quad));
    EXPECT_FALSE(is_next_row(row, row));
}

}  // namespace
}  // namespace mobilscan::ocr
