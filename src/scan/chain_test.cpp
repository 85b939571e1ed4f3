// When a line is read no more, which reading stands for it, and which crop is read next.
#include "scan/chain.h"

#include <gtest/gtest.h>

#include "scan/tracks_test.h"

namespace mobilscan::scan {
namespace {

const core::Quad here = box_at(0, 0);

TEST(AreSettled, AsksForOneSureReadingOrSeveralThatAgree) {
    EXPECT_FALSE(are_settled({}));
    EXPECT_TRUE(are_settled(std::vector{seen("AB-12", 0, here, 0.995F)}));
    EXPECT_FALSE(are_settled(std::vector{seen("AB-12", 0, here, 0.95F)}));
    EXPECT_TRUE(
        are_settled(std::vector{seen("AB-12", 0, here, 0.95F), seen("AB-12", 1, here, 0.92F)}));
    EXPECT_FALSE(
        are_settled(std::vector{seen("AB-12", 0, here, 0.82F), seen("AB-12", 1, here, 0.82F)}));
}

TEST(AreSettled, WeighsWhatDisagrees) {
    EXPECT_FALSE(
        are_settled(std::vector{seen("AB-12", 0, here, 0.995F), seen("AX-12", 1, here, 0.9F)}));
}

TEST(AreSettled, BelievesNothingThatIsCut) {
    EXPECT_FALSE(are_settled(std::vector{cut(seen("AB-12", 0, here, 0.999F))}));
}

TEST(StandingReading, IsTheSurestOfThoseThatAgreeWithMost) {
    const std::vector<Sight> readings{seen("AB-13", 0, here, 0.95F), seen("AB-12", 1, here, 0.9F),
                                      seen("AB-12", 2, here, 0.93F)};
    EXPECT_EQ(standing_reading(readings).detection.frame_number, 60);
}

TEST(Chain, WantsItsBestCropFirstAndNoneOnceItIsSettled) {
    Chain chain;
    chain.crops = {{0, 0, 0.2F}, {1, 0, 0.7F}, {2, 0, 0.5F}};
    EXPECT_EQ(chain.wanted({}), (std::vector<std::size_t>{1}));
    chain.crops[1].state = Crop::State::read;
    EXPECT_EQ(chain.wanted(std::vector{seen("AB-12", 1, here, 0.9F)}),
              (std::vector<std::size_t>{2}));
    EXPECT_TRUE(chain.wanted(std::vector{seen("AB-12", 1, here, 0.995F)}).empty());
}

TEST(Chain, GivesUpWhatCannotBeRead) {
    Chain chain;
    chain.crops = {{0, 0, 0.2F}, {1, 0, 0.7F}, {2, 0, 0.5F}};
    chain.crops[1].state = Crop::State::unread;
    EXPECT_EQ(chain.wanted({}), (std::vector<std::size_t>{2}));
    chain.crops[2].state = Crop::State::unread;
    EXPECT_TRUE(chain.wanted({}).empty());
}

TEST(Chain, OfALineThatSeveralRegionsMakeIsReadWhereverItIsSeen) {
    Chain chain;
    chain.crops = {{0, 0, 0.2F}, {1, 0, 0.7F}};
    chain.crops[1].state = Crop::State::combined;
    chain.is_combined = true;
    EXPECT_EQ(chain.wanted(std::vector{seen("A", 1, here, 0.999F)}), (std::vector<std::size_t>{0}));
}

}  // namespace
}  // namespace mobilscan::scan
