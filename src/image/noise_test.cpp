// Proves: the deviation of added noise is told within a tenth, edges and gradients are not taken
// for noise, and smoothing takes it away.
#include "image/noise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace mobilscan::image {
namespace {

// A slope with a bar every 16 pixels, and noise of that deviation.
Image striped(float deviation) {
    Image picture(200, 150, 3);
    std::mt19937 generator(7);
    std::normal_distribution<float> noise(0, 1);
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const float level = 60 + 0.2F * static_cast<float>(x) + (x % 16 == 0 ? 80.0F : 0.0F) +
                                deviation * noise(generator);
            std::uint8_t* pixel = picture.data() + y * picture.stride() + 3 * x;
            std::fill_n(pixel, 3, static_cast<std::uint8_t>(std::clamp(level, 0.0F, 255.0F)));
        }
    }
    return picture;
}

TEST(Noise, IsToldApartFromEdges) {
    EXPECT_LT(noise_deviation(striped(0).view()), 1);
    EXPECT_NEAR(noise_deviation(striped(10).view()), 10, 2);
    EXPECT_NEAR(noise_deviation(striped(20).view()), 20, 4);
}

TEST(Noise, IsLessWhenSmoothed) {
    EXPECT_LT(noise_deviation(smoothed(striped(20).view(), 1.2F).view()), 4);
}

TEST(Noise, OfATinyPictureIsNone) {
    EXPECT_EQ(noise_deviation(Image(2, 2, 3).view()), 0);
}

}  // namespace
}  // namespace mobilscan::image
