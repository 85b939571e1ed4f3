// From a decoder's frame to BGR: colours against H.273, odd sizes, the eight orientations.
#include "image/frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <vector>

namespace mobilscan::image {
namespace {

using core::Orientation;

struct Bgr {
    int b;
    int g;
    int r;
    friend bool operator==(const Bgr&, const Bgr&) = default;
};

Bgr pixel(const Image& picture, std::int32_t x, std::int32_t y) {
    const std::uint8_t* p = picture.data() + y * picture.stride() + 3 * x;
    return {p[0], p[1], p[2]};
}

// A picture of one colour, and the planes that hold it.
struct Planes {
    std::vector<std::uint8_t> y;
    std::vector<std::uint8_t> u;
    std::vector<std::uint8_t> v;
    RawFrame frame;
};

Planes one_colour(std::int32_t width, std::int32_t height, std::array<std::uint8_t, 3> yuv) {
    const auto count = [](std::int32_t w, std::int32_t h) {
        return static_cast<std::size_t>(w) * static_cast<std::size_t>(h);
    };
    const std::int32_t chroma_width = (width + 1) / 2;
    Planes planes;
    planes.y.assign(count(width, height), yuv[0]);
    planes.u.assign(count(chroma_width, (height + 1) / 2), yuv[1]);
    planes.v.assign(count(chroma_width, (height + 1) / 2), yuv[2]);
    planes.frame.width = width;
    planes.frame.height = height;
    planes.frame.planes = {{{planes.y.data(), width},
                            {planes.u.data(), chroma_width},
                            {planes.v.data(), chroma_width}}};
    return planes;
}

TEST(ToBgr, BlackAndWhiteOfLimitedRangeReachTheEnds) {
    const Planes black = one_colour(4, 4, {16, 128, 128});
    const Planes white = one_colour(4, 4, {235, 128, 128});
    EXPECT_EQ(pixel(to_bgr(black.frame), 3, 3), (Bgr{0, 0, 0}));
    EXPECT_EQ(pixel(to_bgr(white.frame), 0, 0), (Bgr{255, 255, 255}));
}

// The reference: H.273 in floating point, for every matrix and range.
using MatrixCase = std::tuple<ColourMatrix, ColourRange, double, double>;
class ToBgrMatrix : public testing::TestWithParam<MatrixCase> {};

TEST_P(ToBgrMatrix, IsWithinOneStepOfTheStandard) {
    const auto [matrix, range, kr, kb] = GetParam();
    const double kg = 1 - kr - kb;
    const bool limited = range == ColourRange::limited;
    for (int y = 16; y <= 235; y += 73) {
        for (int u = 40; u <= 210; u += 34) {
            for (int v = 40; v <= 210; v += 34) {
                Planes planes =
                    one_colour(2, 2,
                               {static_cast<std::uint8_t>(y), static_cast<std::uint8_t>(u),
                                static_cast<std::uint8_t>(v)});
                planes.frame.matrix = matrix;
                planes.frame.range = range;
                const double luma = limited ? (y - 16) * 255.0 / 219 : y;
                const double cb = (u - 128) * (limited ? 255.0 / 224 : 1.0);
                const double cr = (v - 128) * (limited ? 255.0 / 224 : 1.0);
                const double red = luma + 2 * (1 - kr) * cr;
                const double blue = luma + 2 * (1 - kb) * cb;
                const double green = luma - (kr * 2 * (1 - kr) * cr + kb * 2 * (1 - kb) * cb) / kg;
                const Bgr got = pixel(to_bgr(planes.frame), 1, 1);
                EXPECT_NEAR(got.r, std::clamp(red, 0.0, 255.0), 1);
                EXPECT_NEAR(got.g, std::clamp(green, 0.0, 255.0), 1);
                EXPECT_NEAR(got.b, std::clamp(blue, 0.0, 255.0), 1);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    EveryMatrixAndRange, ToBgrMatrix,
    testing::Values(MatrixCase{ColourMatrix::bt601, ColourRange::limited, 0.299, 0.114},
                    MatrixCase{ColourMatrix::bt601, ColourRange::full, 0.299, 0.114},
                    MatrixCase{ColourMatrix::bt709, ColourRange::limited, 0.2126, 0.0722},
                    MatrixCase{ColourMatrix::bt2020, ColourRange::limited, 0.2627, 0.0593}));

TEST(ToBgr, TakesOddSizesAndInterleavedChroma) {
    Planes planar = one_colour(5, 3, {120, 90, 160});
    std::vector<std::uint8_t> interleaved;
    for (std::size_t i = 0; i < planar.u.size(); ++i) {
        interleaved.push_back(planar.u[i]);
        interleaved.push_back(planar.v[i]);
    }
    RawFrame nv12 = planar.frame;
    nv12.format = PixelFormat::nv12;
    nv12.planes[1] = {interleaved.data(), 6};
    nv12.planes[2] = {};
    EXPECT_EQ(to_bgr(nv12), to_bgr(planar.frame));
    EXPECT_EQ(to_bgr(nv12).width(), 5);
    EXPECT_EQ(to_bgr(nv12).height(), 3);
}

// Grey values 1 2 3 / 4 5 6, so that every position has its own.
Image numbered() {
    Image picture(3, 2, 1);
    std::iota(picture.data(), picture.data() + 6, std::uint8_t{1});
    return picture;
}

std::vector<int> values(const Image& picture) {
    return {picture.data(), picture.data() + picture.width() * picture.height()};
}

TEST(Oriented, FollowsExifForAllEightOrientations) {
    const std::vector<std::pair<Orientation, std::vector<int>>> expected{
        {Orientation::as_stored, {1, 2, 3, 4, 5, 6}},
        {Orientation::mirror_horizontally, {3, 2, 1, 6, 5, 4}},
        {Orientation::rotate_180, {6, 5, 4, 3, 2, 1}},
        {Orientation::mirror_vertically, {4, 5, 6, 1, 2, 3}},
        {Orientation::transpose, {1, 4, 2, 5, 3, 6}},
        {Orientation::rotate_clockwise, {4, 1, 5, 2, 6, 3}},
        {Orientation::transverse, {6, 3, 5, 2, 4, 1}},
        {Orientation::rotate_anticlockwise, {3, 6, 2, 5, 1, 4}},
    };
    for (const auto& [orientation, pixels] : expected) {
        const Image turned = oriented(numbered(), orientation);
        EXPECT_EQ(values(turned), pixels) << static_cast<int>(orientation);
        EXPECT_EQ(turned.width(), core::swaps_sides(orientation) ? 2 : 3);
    }
}

}  // namespace
}  // namespace mobilscan::image
