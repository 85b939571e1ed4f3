// Which sights may have more of their text outside the frame.
#include "scan/sight.h"

#include <gtest/gtest.h>

#include "scan/tracks_test.h"

namespace mobilscan::scan {
namespace {

constexpr std::int32_t width = 1280;
constexpr std::int32_t height = 720;

core::Quad text_at(float left, float top) {
    return {{{left, top}, {left + 200, top}, {left + 200, top + 40}, {left, top + 40}}};
}

TEST(IsCut, WhereATextBeginsOrEndsNoFurtherFromTheEdgeThanTheNextWordWouldBe) {
    EXPECT_TRUE(is_cut(text_at(0, 300), width, height));
    EXPECT_TRUE(is_cut(text_at(15, 300), width, height));
    EXPECT_TRUE(is_cut(text_at(width - 215, 300), width, height));
    EXPECT_FALSE(is_cut(text_at(25, 300), width, height));
    EXPECT_FALSE(is_cut(text_at(width - 225, 300), width, height));
}

TEST(IsCut, AboveAndBelowOnlyWhereItTouchesTheEdge) {
    EXPECT_TRUE(is_cut(text_at(300, 0), width, height));
    EXPECT_TRUE(is_cut(text_at(300, height - 40), width, height));
    EXPECT_FALSE(is_cut(text_at(300, 5), width, height));
    EXPECT_FALSE(is_cut(text_at(300, height - 45), width, height));
}

TEST(IsCut, OfATextThatRunsUpwardsByItsOwnEnds) {
    const core::Quad upwards{{{300, 215}, {300, 15}, {340, 15}, {340, 215}}};
    EXPECT_TRUE(is_cut(upwards, width, height));
}

}  // namespace
}  // namespace mobilscan::scan
