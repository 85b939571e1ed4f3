// Geometry of pictures: borders, warps, planes for networks, JPEG.
#include "image/transform.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "image/jpeg.h"
#include "image/planes.h"

namespace mobilscan::image {
namespace {

Image gradient(std::int32_t width, std::int32_t height, std::int32_t channels) {
    Image picture(width, height, channels);
    std::iota(picture.data(), picture.data() + picture.stride() * height, std::uint8_t{0});
    return picture;
}

TEST(WithBorder, RepeatsTheOutermostPixels) {
    const Image bordered = with_border(gradient(2, 2, 1).view(), {1, 0, 2, 1});
    ASSERT_EQ(bordered.width(), 5);
    ASSERT_EQ(bordered.height(), 3);
    const std::vector<int> got(bordered.data(), bordered.data() + 15);
    EXPECT_EQ(got, (std::vector<int>{0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 2, 2, 3, 3, 3}));
}

TEST(Warped, TakesAnUprightQuadAsItIs) {
    const Image picture = gradient(16, 16, 1);
    const core::Quad whole{{{0, 0}, {16, 0}, {16, 16}, {0, 16}}};
    EXPECT_EQ(warped(picture.view(), whole, 16, 16), picture);
}

TEST(Warped, StraightensAQuadThatBeginsElsewhere) {
    Image picture(40, 40, 1);
    picture.data()[5 * 40 + 5] = 255;  // near the top left
    const core::Quad upside_down{{{40, 40}, {0, 40}, {0, 0}, {40, 0}}};
    const Image turned = warped(picture.view(), upside_down, 40, 40);
    const auto brightest = std::max_element(turned.data(), turned.data() + 1600) - turned.data();
    EXPECT_NEAR(static_cast<double>(brightest % 40), 35, 1);
    EXPECT_NEAR(static_cast<double>(brightest / 40), 35, 1);
}

TEST(ToPlanes, SeparatesChannelsNormalisesAndPads) {
    Image picture(2, 1, 3);
    const std::array<std::uint8_t, 6> bgr{0, 51, 102, 255, 204, 153};
    std::copy(bgr.begin(), bgr.end(), picture.data());
    std::vector<float> planes(3 * 3 * 2, -9);
    to_planes(picture.view(), normalisation({0, 0, 0}, {1, 1, 1}), 3, 2, planes);
    const std::vector<float> expected{0,    1,    0, 0, 0, 0,  //
                                      0.2F, 0.8F, 0, 0, 0, 0,  //
                                      0.4F, 0.6F, 0, 0, 0, 0};
    for (std::size_t i = 0; i < planes.size(); ++i) {
        EXPECT_FLOAT_EQ(planes[i], expected[i]) << i;
    }
}

TEST(Normalisation, IsPixelMinusMeanOverDeviation) {
    const Normalisation n = normalisation({0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F});
    for (std::size_t i = 0; i < 3; ++i) {
        const std::array mean{0.485F, 0.456F, 0.406F};
        const std::array deviation{0.229F, 0.224F, 0.225F};
        EXPECT_NEAR(100 * n.scale[i] + n.offset[i], (100 / 255.0F - mean[i]) / deviation[i], 1e-5);
    }
}

TEST(ToJpeg, WritesTheSameBytesForTheSamePicture) {
    const Image picture = gradient(33, 17, 3);
    const auto first = to_jpeg(picture.view(), evidence_jpeg_quality);
    const auto second = to_jpeg(picture.view(), evidence_jpeg_quality);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(*first, *second);
    EXPECT_EQ((*first)[0], 0xFF);
    EXPECT_EQ((*first)[1], 0xD8);
    EXPECT_TRUE(to_jpeg(gradient(8, 8, 1).view(), 50));
}

TEST(ToJpeg, RefusesAPictureThatIsTooWideForTheFormat) {
    const auto jpeg = to_jpeg(gradient(70'000, 1, 1).view(), 90);
    ASSERT_FALSE(jpeg);
    EXPECT_EQ(jpeg.error().code, core::ErrorCode::output_unwritable);
}

TEST(FromJpeg, GivesBackThePictureThatWasWritten) {
    const Image picture = gradient(64, 48, 3);
    const auto jpeg = to_jpeg(picture.view(), 100);
    ASSERT_TRUE(jpeg);
    const auto read = from_jpeg(*jpeg);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->width(), 64);
    ASSERT_EQ(read->height(), 48);
    ASSERT_EQ(read->channels(), 3);
    const std::size_t middle = (24 * 64 + 32) * 3;
    EXPECT_NEAR(read->data()[middle], picture.data()[middle], 16);
}

TEST(FromJpeg, RefusesWhatIsCutOffOrNoJpeg) {
    auto jpeg = to_jpeg(gradient(64, 48, 3).view(), 90).value();
    jpeg.resize(jpeg.size() / 2);
    for (const auto& bytes :
         {jpeg, std::vector<std::uint8_t>{}, std::vector<std::uint8_t>(100, 7)}) {
        const auto read = from_jpeg(bytes);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, core::ErrorCode::corrupt_media);
    }
}

TEST(Around, TakesTheLabelWithAMarginAndStaysInsideThePicture) {
    const Image picture = gradient(200, 100, 3);
    const ImageView inside = around(picture.view(), {{{50, 40}, {90, 40}, {90, 60}, {50, 60}}});
    EXPECT_EQ(inside.width, 60);  // half of the text's height, 20, on each side
    EXPECT_EQ(inside.height, 40);
    EXPECT_EQ(inside.data, picture.data() + (30 * 200 + 40) * 3);
    const ImageView corner = around(picture.view(), {{{-5, -5}, {20, -5}, {20, 10}, {-5, 10}}});
    EXPECT_EQ(corner.data, picture.data());
    EXPECT_EQ(corner.width, 28);
    const ImageView beyond =
        around(picture.view(), {{{300, 300}, {320, 300}, {320, 310}, {300, 310}}});
    EXPECT_EQ(beyond.width, 1);
    EXPECT_EQ(beyond.height, 1);
}

}  // namespace
}  // namespace mobilscan::image
