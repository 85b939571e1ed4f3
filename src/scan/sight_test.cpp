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

TEST(CutOf, IsPerhapsWhereATextBeginsOrEndsNoFurtherFromTheEdgeThanTheNextWordWouldBe) {
    EXPECT_EQ(cut_of(text_at(0, 300), width, height), core::Cut::surely);
    EXPECT_EQ(cut_of(text_at(15, 300), width, height), core::Cut::perhaps);
    EXPECT_NE(cut_of(text_at(width - 215, 300), width, height), core::Cut::no);
    EXPECT_EQ(cut_of(text_at(25, 300), width, height), core::Cut::no);
    EXPECT_EQ(cut_of(text_at(width - 225, 300), width, height), core::Cut::no);
}

TEST(CutOf, AboveAndBelowOnlyWhereItTouchesTheEdge) {
    EXPECT_NE(cut_of(text_at(300, 0), width, height), core::Cut::no);
    EXPECT_NE(cut_of(text_at(300, height - 40), width, height), core::Cut::no);
    EXPECT_EQ(cut_of(text_at(300, 5), width, height), core::Cut::no);
    EXPECT_EQ(cut_of(text_at(300, height - 45), width, height), core::Cut::no);
}

TEST(CutOf, OfATextThatRunsUpwardsByItsOwnEnds) {
    const core::Quad upwards{{{300, 215}, {300, 15}, {340, 15}, {340, 215}}};
    EXPECT_NE(cut_of(upwards, width, height), core::Cut::no);
}

}  // namespace
}  // namespace mobilscan::scan
