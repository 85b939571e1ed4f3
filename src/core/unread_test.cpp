// Samples that could not be read become stretches; what was read between them parts them.
#include "core/unread.h"

#include <gtest/gtest.h>

namespace mobilscan::core {
namespace {

Unread at(std::int64_t frame, UnreadReason reason) {
    return {reason, frame, frame * 100, {}, frame * 100, frame * 100};
}

TEST(InStretches, JoinsSamplesThatFollowOneAnother) {
    const auto stretches = in_stretches(
        {at(64, UnreadReason::blurred), at(0, UnreadReason::dark), at(33, UnreadReason::blurred),
         at(93, UnreadReason::blurred), at(181, UnreadReason::blurred)},
        30);
    ASSERT_EQ(stretches.size(), 3U);
    EXPECT_EQ(stretches[0], at(0, UnreadReason::dark));
    EXPECT_EQ(stretches[1].first_seen_us, 3'300);
    EXPECT_EQ(stretches[1].last_seen_us, 9'300);
    EXPECT_EQ(stretches[2], at(181, UnreadReason::blurred));
}

TEST(InStretches, LeavesLabelsAsTheyAre) {
    const auto stretches =
        in_stretches({at(0, UnreadReason::blurred), at(0, UnreadReason::label),
                      at(30, UnreadReason::label), at(30, UnreadReason::blurred)},
                     30);
    ASSERT_EQ(stretches.size(), 3U);
    EXPECT_EQ(stretches[0].last_seen_us, 3'000);
    EXPECT_EQ(stretches[1].reason, UnreadReason::label);
    EXPECT_EQ(stretches[2].reason, UnreadReason::label);
}

}  // namespace
}  // namespace mobilscan::core
