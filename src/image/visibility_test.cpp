// What cannot be read in any part is told from what is only empty.
#include "image/visibility.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "image/noise.h"

namespace mobilscan::image {
namespace {

Image squares(std::uint8_t dark, std::uint8_t bright, std::int32_t side = 40) {
    Image picture(640, 360, 3);
    for (std::int32_t y = 0; y < picture.height(); ++y) {
        for (std::int32_t x = 0; x < picture.width(); ++x) {
            const bool is_bright = (x / side + y / side) % 2 == 0;
            std::uint8_t* pixel = picture.data() + y * picture.stride() + std::int64_t{3} * x;
            pixel[0] = pixel[1] = pixel[2] = is_bright ? bright : dark;
        }
    }
    return picture;
}

TEST(Visibility, OfPrintIsClear) {
    EXPECT_EQ(visibility_of(squares(40, 200, 6).view()), Visibility::clear);
}

TEST(Visibility, OfAWallWithoutPrintIsClear) {
    EXPECT_EQ(visibility_of(squares(120, 120).view()), Visibility::clear);
}

TEST(Visibility, IsLostInBlurAndInTheDark) {
    EXPECT_EQ(visibility_of(smoothed(squares(0, 255).view(), 6).view()), Visibility::blurred);
    EXPECT_EQ(visibility_of(squares(2, 20).view()), Visibility::dark);
}

}  // namespace
}  // namespace mobilscan::image
