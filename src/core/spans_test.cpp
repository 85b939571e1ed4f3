// Sightings of successive samples are one span; an item that was away has several.
#include "core/spans.h"

#include <gtest/gtest.h>

namespace mobilscan::core {
namespace {

TEST(Spans, JoinSuccessiveSamplesWhicheverOfTheirFramesWasRead) {
    const std::vector<Moment> moments{
        {3, 100'000}, {58, 1'933'333}, {89, 2'966'666}, {151, 5'033'333}, {151, 5'033'333}};
    EXPECT_EQ(spans_of(moments, 30),
              (std::vector<Span>{{100'000, 2'966'666}, {5'033'333, 5'033'333}}));
    EXPECT_EQ(spans_of({}, 30).size(), 0U);
}

TEST(Spans, BridgeHalfASecond) {
    const std::vector<Moment> moments{{0, 0}, {15, 500'000}, {31, 1'033'333}};
    EXPECT_EQ(spans_of(moments, 1), (std::vector<Span>{{0, 500'000}, {1'033'333, 1'033'333}}));
    EXPECT_EQ(spans_of(moments, 0).size(), 2U);
}

}  // namespace
}  // namespace mobilscan::core
