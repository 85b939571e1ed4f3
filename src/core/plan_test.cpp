// Proves: samples are frames 0, N, 2N ..., segments are cut at the first key frame after each
// minute, chunks stay inside their segment, and nothing depends on anything but the survey.
#include "core/plan.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/limits.h"

namespace mobilscan::core {
namespace {

// One frame a second, a key frame every `key_every` frames.
Survey made_survey(std::int64_t frames, std::int64_t key_every) {
    Survey survey;
    for (std::int64_t n = 0; n < frames; ++n) {
        survey.packets.push_back({n * 1'000'000, 100, n % key_every == 0});
    }
    survey.duration_us = frames * 1'000'000;
    return survey;
}

TEST(Plan, TakesEveryNthFrameFromTheFirstOn) {
    const auto plan = make_plan(made_survey(10, 5), {4, FrameSelection::first});
    ASSERT_TRUE(plan.has_value());
    const std::vector<Sample> expected{{0, 0, 1}, {4, 4'000'000, 5}, {8, 8'000'000, 9}};
    EXPECT_EQ(plan->samples, expected);
}

TEST(Plan, TakesOneOfTheFirstTwoThirdsOfEachNFrames) {
    const auto plan = make_plan(made_survey(10, 5), {4});
    ASSERT_TRUE(plan.has_value());
    const std::vector<Sample> expected{{0, 0, 3}, {4, 4'000'000, 7}, {8, 8'000'000, 10}};
    EXPECT_EQ(plan->samples, expected);
}

TEST(Plan, TakesNoFrameOfTheNextSegment) {
    const auto plan = make_plan(made_survey(200, 25), {10});
    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->samples[7], (Sample{70, 70'000'000, 75}));
    EXPECT_EQ(plan->samples[8], (Sample{80, 80'000'000, 87}));
}

TEST(Plan, IsCutAtTheFirstKeyFrameAfterEachMinute) {
    // Key frames at 0, 25, 50, 75 ...: 60 s after 0 comes 75, 60 s after 75 comes 150 (135 is no
    // key frame).
    const auto plan = make_plan(made_survey(200, 25), {10});
    ASSERT_TRUE(plan.has_value());
    const std::vector<Segment> expected{{0, 75, {0, 8}}, {75, 150, {8, 15}}, {150, 200, {15, 20}}};
    EXPECT_EQ(plan->segments, expected);
}

TEST(Plan, IsNotCutWhereNoKeyFrameComes) {
    const auto plan = make_plan(made_survey(500, 1000), {10});
    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->segments, (std::vector<Segment>{{0, 500, {0, 50}}}));
}

TEST(Plan, BeginsWithFrameZeroAlsoWhenThatIsNoKeyFrame) {
    Survey survey = made_survey(100, 7);
    survey.packets[0].key = false;
    const auto plan = make_plan(survey, {1});
    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->segments.front().first_frame, 0);
    EXPECT_EQ(plan->segments.front().end_frame, 63);
}

TEST(Plan, GivesEverySampleToExactlyOneSegmentEvenIfSomeGetNone) {
    const auto plan = make_plan(made_survey(400, 10), {150});
    ASSERT_TRUE(plan.has_value());
    std::size_t next = 0;
    for (const Segment& segment : plan->segments) {
        EXPECT_EQ(segment.samples.begin, next);
        next = segment.samples.end;
        for (std::size_t i = segment.samples.begin; i < segment.samples.end; ++i) {
            EXPECT_GE(plan->samples[i].number, segment.first_frame);
            EXPECT_LT(plan->samples[i].number, segment.end_frame);
        }
    }
    EXPECT_EQ(next, plan->samples.size());
    EXPECT_EQ(plan->segments[1].samples.size(), 0U);  // frames 60 .. 119
}

TEST(Plan, CutsASegmentIntoChunksThatGrowToTenAndOfWhichTheLastMayBeShort) {
    const Segment segment{0, 100, {5, 35}};
    EXPECT_EQ(chunks(segment),
              (std::vector<SampleRange>{{5, 6}, {6, 8}, {8, 12}, {12, 22}, {22, 32}, {32, 35}}));
    EXPECT_EQ(chunks(Segment{0, 100, {5, 7}}), (std::vector<SampleRange>{{5, 6}, {6, 7}}));
    EXPECT_TRUE(chunks(Segment{0, 100, {5, 5}}).empty());
}

TEST(Plan, TakesOnlyTheFirstFrameWhenTheStepIsLongerThanTheVideo) {
    const auto plan = make_plan(made_survey(100, 10), {std::numeric_limits<std::int64_t>::max()});
    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->samples.size(), 1U);
    EXPECT_EQ(plan->segments.size(), 2U);
}

TEST(Plan, RefusesAStepBelowOneAnEmptyVideoAndTooManySamples) {
    EXPECT_EQ(make_plan(made_survey(10, 5), {0}).error().code, ErrorCode::usage);
    EXPECT_EQ(make_plan(Survey{}, {1}).error().code, ErrorCode::no_video);
    const Survey many = made_survey(limits::sampled_frames_max + 1, 30);
    EXPECT_EQ(make_plan(many, {1}).error().code, ErrorCode::over_budget);
    EXPECT_TRUE(make_plan(many, {2}).has_value());
}

}  // namespace
}  // namespace mobilscan::core
