// Reading order, crops and width buckets: pure geometry of lines.
#include "ocr/reading_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "ocr/line_crop.h"
#include "ocr/line_input.h"
#include "ocr/recogniser.h"

namespace mobilscan::ocr {
namespace {

// A line of 60 x 20 pixels at (x, y), the page turned around the origin.
TextLine line(const std::string& text, float x, float y, float turned_by = 0) {
    const float cosine = std::cos(turned_by);
    const float sine = std::sin(turned_by);
    TextLine result;
    result.text = text;
    const std::array<core::Point, 4> corners{{{x, y}, {x + 60, y}, {x + 60, y + 20}, {x, y + 20}}};
    for (std::size_t i = 0; i < 4; ++i) {
        result.quad[i] = {corners[i].x * cosine - corners[i].y * sine,
                          corners[i].x * sine + corners[i].y * cosine};
    }
    return result;
}

std::string order_of(std::vector<TextLine> lines) {
    sort_into_reading_order(lines);
    std::string order;
    for (const TextLine& each : lines) {
        order += each.text;
    }
    return order;
}

TEST(ReadingOrder, GoesRowByRowAndLeftToRight) {
    EXPECT_EQ(order_of({line("d", 100, 52), line("b", 100, 3), line("c", 0, 50), line("a", 0, 0)}),
              "abcd");
    EXPECT_EQ(order_of({}), "");
}

TEST(ReadingOrder, FollowsATiltedPage) {
    for (const float tilt : {0.3F, -0.4F, 1.5F, 3.1F, -2.0F}) {
        EXPECT_EQ(order_of({line("d", 100, 50, tilt), line("a", 0, 0, tilt), line("c", 0, 50, tilt),
                            line("b", 100, 0, tilt)}),
                  "abcd")
            << tilt;
    }
}

TEST(ReadingOrder, DoesNotDependOnTheOrderGiven) {
    std::vector<TextLine> lines{line("a", 0, 0), line("b", 100, 4), line("c", 200, 8),
                                line("d", 0, 40)};
    const std::string expected = order_of(lines);
    for (int i = 0; i < 24; ++i) {
        std::next_permutation(lines.begin(), lines.end(),
                              [](const auto& a, const auto& b) { return a.text < b.text; });
        EXPECT_EQ(order_of(lines), expected);
    }
}

TEST(CutLine, TurnsATallBoxAnticlockwiseAndMovesTheBeginning) {
    const image::Image picture(100, 100, 3);
    const core::Quad tall{{{10, 10}, {30, 10}, {30, 90}, {10, 90}}};
    const LineCrop crop = cut_line(picture.view(), tall);
    EXPECT_EQ(crop.picture.width(), 80);
    EXPECT_EQ(crop.picture.height(), 20);
    EXPECT_EQ(crop.quad[0], tall[1]) << "what was the top right is the text's top left";
    EXPECT_FLOAT_EQ(core::text_width(crop.quad), 80);
}

TEST(CutLine, LeavesALevelBoxAndOneOfAnEmptySize) {
    const image::Image picture(100, 100, 3);
    const core::Quad level{{{10, 10}, {90, 10}, {90, 30}, {10, 30}}};
    EXPECT_EQ(cut_line(picture.view(), level).quad, level);
    EXPECT_EQ(cut_line(picture.view(), core::Quad{}).picture.width(), 1);
}

TEST(TurnedAround, TurnsThePictureAndTheQuad) {
    image::Image picture(3, 1, 1);
    picture.data()[0] = 7;
    const core::Quad level{{{0, 0}, {3, 0}, {3, 1}, {0, 1}}};
    const LineCrop crop = turned_around({level, picture});
    EXPECT_EQ(crop.picture.data()[2], 7);
    EXPECT_EQ(crop.quad[0], level[2]);
}

TEST(WidthBucket, CoversTheWidthInStepsThatGrow) {
    EXPECT_EQ(width_bucket(1), 64);
    EXPECT_EQ(width_bucket(64), 64);
    EXPECT_EQ(width_bucket(65), 96);
    EXPECT_EQ(width_bucket(641), 768);
    EXPECT_EQ(width_bucket(1281), 1536);
    EXPECT_EQ(width_bucket(9999), width_bucket_max);
    for (std::int32_t width = 1; width <= width_bucket_max; ++width) {
        EXPECT_GE(width_bucket(width), width);
        EXPECT_EQ(width_bucket(width) % 32, 0);
    }
}

TEST(ScaledLineWidth, KeepsTheProportionUpToTheLimit) {
    EXPECT_EQ(scaled_line_width(image::Image(100, 24, 3).view(), 2560), 200);
    EXPECT_EQ(scaled_line_width(image::Image(1, 500, 3).view(), 2560), 1);
    EXPECT_EQ(scaled_line_width(image::Image(30'000, 3, 3).view(), 2560), 2560);
}

}  // namespace
}  // namespace mobilscan::ocr
