// Proves: characters one below the other become one column, also tilted, with gaps and with parts
// of several characters; lines, tables and what stands beside stay apart.
#include "ocr/stack_joining.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace mobilscan::ocr {
namespace {

TextRegion region(float x, float y, float width, float height) {
    return {{{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}}, 0.9F};
}

// Characters of 20 x 30, 40 apart, each `aside` further right than the one above; without those
// whose numbers are listed.
std::vector<TextRegion> column(int count, float aside, const std::vector<int>& without = {}) {
    std::vector<TextRegion> regions;
    for (int i = 0; i < count; ++i) {
        if (std::find(without.begin(), without.end(), i) == without.end()) {
            const auto step = static_cast<float>(i);
            regions.push_back(region(100 + aside * step, 50 + 40 * step, 20, 30));
        }
    }
    return regions;
}

TEST(StackJoining, CharactersBelowOneAnotherAreOneColumn) {
    for (const float aside : {0.0F, 4.0F, -4.0F}) {
        const auto found = stacks(column(11, aside));
        ASSERT_EQ(found.size(), 1U) << aside;
        EXPECT_EQ(found[0].parts.size(), 11U);
        EXPECT_NEAR(core::text_height(found[0].quad), 430, 10) << aside;
        EXPECT_LT(core::text_width(found[0].quad), 30) << aside;
        EXPECT_LT(found[0].quad[0].y, found[0].quad[3].y);
        EXPECT_LT(found[0].quad[0].x, found[0].quad[1].x);
    }
}

TEST(StackJoining, SomeMayBeMissing) {
    const auto found = stacks(column(11, 0, {1, 4, 5, 9}));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].parts.size(), 7U);
}

TEST(StackJoining, AColumnFoundWholeIsOne) {
    const auto found = stacks(std::vector{region(100, 50, 25, 300)});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].parts, std::vector<std::size_t>{0});
}

TEST(StackJoining, LinesAndScatteredCharactersAreNone) {
    EXPECT_TRUE(
        stacks(std::vector{region(0, 0, 200, 20), region(0, 30, 200, 20), region(0, 60, 200, 20)})
            .empty());
    EXPECT_TRUE(stacks(column(2, 0)).empty());
    EXPECT_TRUE(stacks(column(6, 30)).empty());
    EXPECT_TRUE(stacks(std::vector{region(100, 0, 20, 30), region(100, 400, 20, 30),
                                   region(100, 800, 20, 30)})
                    .empty());
    EXPECT_TRUE(stacks({}).empty());
}

TEST(StackJoining, IsLengthenedAlongItself) {
    const core::Quad quad = region(100, 50, 20, 100).quad;
    const core::Quad longer = lengthened(quad, 10, 30);
    EXPECT_EQ(longer[0], (core::Point{100, 40}));
    EXPECT_EQ(longer[1], (core::Point{120, 40}));
    EXPECT_EQ(longer[2], (core::Point{120, 180}));
    EXPECT_EQ(longer[3], (core::Point{100, 180}));
}

}  // namespace
}  // namespace mobilscan::ocr
