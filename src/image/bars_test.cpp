// Where bars are found in drawn pictures.
#include "image/bars.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

namespace mobilscan::image {
namespace {

constexpr std::int32_t width = 640;
constexpr std::int32_t height = 360;

// Grey, with bars 4 pixels wide or high within 200 x 80.
Image with_bars(std::int32_t left, std::int32_t top, bool upright) {
    Image picture(width, height, 1);
    std::fill_n(picture.data(), width * height, std::uint8_t{180});
    for (std::int32_t y = 0; y < 80; ++y) {
        for (std::int32_t x = 0; x < 200; ++x) {
            const std::int32_t along = upright ? x : y;
            picture.data()[(top + y) * width + left + x] = along / 4 % 3 == 0 ? 20 : 230;
        }
    }
    return picture;
}

TEST(BarRegions, HoldTheBarsWithRoomAroundThem) {
    for (const bool upright : {true, false}) {
        const auto regions = bar_regions(with_bars(300, 100, upright).view());
        ASSERT_EQ(regions.size(), 1U);
        EXPECT_TRUE(regions[0].contains({300, 100}));
        EXPECT_TRUE(regions[0].contains({499, 179}));
        EXPECT_LT(regions[0].width, 320);
        EXPECT_LT(regions[0].height, 200);
    }
}

TEST(BarRegions, StayInsideThePicture) {
    const auto regions = bar_regions(with_bars(0, 0, true).view());
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_EQ(regions[0].x, 0);
    EXPECT_EQ(regions[0].y, 0);
}

TEST(BarRegions, AreNeitherInFlatNorInSpeckledPictures) {
    Image picture(width, height, 1);
    EXPECT_TRUE(bar_regions(picture.view()).empty());
    std::uint32_t state = 1;
    std::generate_n(picture.data(), width * height, [&] {
        state = state * 1'664'525 + 1'013'904'223;
        return static_cast<std::uint8_t>(state >> 24);
    });
    EXPECT_TRUE(bar_regions(picture.view()).empty());
    EXPECT_TRUE(bar_regions(Image(1, 1, 1).view()).empty());
}

}  // namespace
}  // namespace mobilscan::image
