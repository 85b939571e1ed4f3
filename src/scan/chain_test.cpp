// When a line is read no more, which reading stands for it, and which crop is read next.
#include "scan/chain.h"

#include <gtest/gtest.h>

#include "scan/pictures_test.h"
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

class MostDoubtfulTest : public ::testing::Test {
protected:
    // A label's patch, each pixel the mean of five in its row as often as `blur` says.
    static image::Patch patch_of(int number, std::size_t blur = 0) {
        image::Image picture = Wall({{number, 0, 0}}).seen(0, 0);
        for (std::size_t time = 0; time < blur; ++time) {
            const image::Image before = picture;
            for (std::int32_t y = 0; y < picture.height(); ++y) {
                const std::uint8_t* from = before.data() + y * before.stride();
                std::uint8_t* to = picture.data() + y * picture.stride();
                for (std::int32_t i = 6; i + 6 < 3 * picture.width(); ++i) {
                    to[i] = static_cast<std::uint8_t>(
                        (from[i - 6] + from[i - 3] + from[i] + from[i + 3] + from[i + 6]) / 5);
                }
            }
        }
        return image::patch_of(picture.view(), Wall::quad_of({number, 0, 0}, 0, 0));
    }
};

TEST_F(MostDoubtfulTest, IsWhatLooksLikeAnotherLabel) {
    const image::Patch known = patch_of(1);
    const image::Patch same = patch_of(1, 1);
    const image::Patch other = patch_of(2);
    EXPECT_EQ(most_doubtful({&known}, std::vector{&same, &other}), 1U);
    EXPECT_EQ(most_doubtful({&known}, std::vector{&same}), std::nullopt);
    EXPECT_EQ(most_doubtful({&known}, {}), std::nullopt);
    EXPECT_EQ(most_doubtful({}, std::vector{&same}), 0U);
}

TEST_F(MostDoubtfulTest, IsNotWhatLooksLikeOneThatLooksTheSame) {
    const image::Patch known = patch_of(1);
    std::vector<image::Patch> blurred;  // until it does not look the same
    do {
        blurred.push_back(patch_of(1, blurred.size()));
        ASSERT_LT(blurred.size(), 20U);
    } while (!most_doubtful({&known}, std::vector<const image::Patch*>{&blurred.back()}));
    const image::Patch* far = &blurred.back();
    EXPECT_EQ(
        most_doubtful({&known}, std::vector{far, &std::as_const(blurred[blurred.size() - 2])}),
        std::nullopt);
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
