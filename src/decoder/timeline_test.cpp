// Proves: whatever a container says about time, frames get numbers in presentation order and
// times that strictly rise from 0.
#include "decoder/timeline.h"

#include <gtest/gtest.h>

namespace mobilscan::decoder {
namespace {

constexpr TimelineSettings milliseconds{{1, 1000}, 40'000, false};

RawPacket packet(std::int64_t pts, bool key = false) {
    RawPacket raw;
    raw.pts = pts;
    raw.dts = pts;
    raw.duration = 40;
    raw.bytes = 10;
    raw.key = key;
    return raw;
}

std::vector<std::int64_t> times(const Timeline& timeline) {
    std::vector<std::int64_t> all;
    for (const auto& frame : timeline.frames) {
        all.push_back(frame.pts_us);
    }
    return all;
}

using Times = std::vector<std::int64_t>;
using Numbers = std::vector<std::int32_t>;

TEST(Timeline, NumbersFramesInPresentationOrderNotInThatOfTheFile) {
    // I P B B as stored: shown I B B P.
    const std::vector<RawPacket> packets{packet(0, true), packet(120), packet(40), packet(80)};
    const Timeline timeline = make_timeline(packets, milliseconds);
    EXPECT_EQ(timeline.number, (Numbers{0, 3, 1, 2}));
    EXPECT_EQ(times(timeline), (Times{0, 40'000, 80'000, 120'000}));
    EXPECT_EQ(timeline.duration_us, 160'000);
    EXPECT_TRUE(timeline.frames[0].key);
    EXPECT_FALSE(timeline.frames[3].key);
}

TEST(Timeline, BeginsAtZeroAlsoWhenTheContainerBeginsBelowOrAbove) {
    for (const std::int64_t start : {-80, 0, 5'000}) {
        const std::vector<RawPacket> packets{packet(start, true), packet(start + 40)};
        EXPECT_EQ(times(make_timeline(packets, milliseconds)), (Times{0, 40'000})) << start;
    }
}

TEST(Timeline, MovesRepeatedTimesOnByAMicrosecond) {
    const std::vector<RawPacket> packets{packet(0, true), packet(0), packet(0), packet(1)};
    EXPECT_EQ(times(make_timeline(packets, milliseconds)), (Times{0, 1, 2, 1'000}));
}

TEST(Timeline, KeepsUnevenDistances) {
    const std::vector<RawPacket> packets{packet(0, true), packet(16), packet(350)};
    EXPECT_EQ(times(make_timeline(packets, milliseconds)), (Times{0, 16'000, 350'000}));
}

TEST(Timeline, LeavesOutPacketsThatShowNothing) {
    std::vector<RawPacket> packets{packet(0, true), packet(40), packet(80)};
    packets[1].shown = false;
    const Timeline timeline = make_timeline(packets, milliseconds);
    EXPECT_EQ(timeline.number, (Numbers{0, -1, 1}));
    EXPECT_EQ(times(timeline), (Times{0, 80'000}));
}

TEST(Timeline, FallsBackToDecodingTimesAndOutputOrderWhereAPresentationTimeIsMissing) {
    std::vector<RawPacket> packets{packet(0, true), packet(40), packet(80, true)};
    packets[1].pts = no_time;
    const Timeline timeline = make_timeline(packets, milliseconds);
    EXPECT_TRUE(timeline.numbered_by_output);
    EXPECT_EQ(times(timeline), (Times{0, 40'000, 80'000}));
    EXPECT_FALSE(timeline.frames[2].key) << "only the first frame is a start when frames are "
                                            "counted at the decoder's output";
}

TEST(Timeline, CountsFramesWhereThereIsNoTimeAtAll) {
    std::vector<RawPacket> packets(3);
    const Timeline timeline = make_timeline(packets, milliseconds);
    EXPECT_EQ(times(timeline), (Times{0, 40'000, 80'000}));
    EXPECT_EQ(timeline.duration_us, 120'000);
}

TEST(Timeline, DoesNotBelieveTimesThatAreKnownToBeGuesses) {
    TimelineSettings settings = milliseconds;
    settings.times_are_guessed = true;
    const std::vector<RawPacket> packets{packet(0, true), packet(120), packet(40)};
    EXPECT_EQ(make_timeline(packets, settings).number, (Numbers{0, 1, 2}));
}

TEST(Timeline, SurvivesTimesAtTheEndsOfTheirRange) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const std::vector<RawPacket> packets{packet(-most, true), packet(0), packet(most)};
    const Timeline timeline = make_timeline(packets, {{1'000'000, 1}, 40'000, false});
    EXPECT_LT(timeline.frames[0].pts_us, timeline.frames[1].pts_us);
    EXPECT_LT(timeline.frames[1].pts_us, timeline.frames[2].pts_us);
    EXPECT_GT(timeline.duration_us, timeline.frames[2].pts_us);
}

}  // namespace
}  // namespace mobilscan::decoder
