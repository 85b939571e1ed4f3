// Detection geometry on probability maps painted by hand: no model.
#include "ocr/text_regions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "ocr/detector.h"

namespace mobilscan::ocr {
namespace {

struct Painted {
    std::int32_t width;
    std::int32_t height;
    std::vector<float> values =
        std::vector<float>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));

    void fill(std::int32_t x1, std::int32_t y1, std::int32_t x2, std::int32_t y2, float value) {
        for (std::int32_t y = y1; y < y2; ++y) {
            std::fill_n(values.begin() + std::ptrdiff_t{y} * width + x1, x2 - x1, value);
        }
    }
    [[nodiscard]] std::vector<TextRegion> regions(const RegionOptions& options = {}) const {
        return find_text_regions({values, width, height}, options);
    }
};

TEST(TextRegions, AnEmptyMapHasNone) {
    EXPECT_TRUE((Painted{64, 32}.regions().empty()));
}

TEST(TextRegions, FindsARectangleAndGrowsIt) {
    Painted map{200, 100};
    map.fill(50, 40, 150, 60, 0.9F);
    const auto regions = map.regions();
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_NEAR(regions[0].confidence, 0.9, 0.01);
    // 99 x 19 between pixel middles; distance = area * ratio / perimeter.
    const float by = 99.0F * 19 * RegionOptions{}.unclip_ratio / (2 * (99 + 19));
    EXPECT_NEAR(regions[0].quad[0].x, 50 - by, 0.1);
    EXPECT_NEAR(regions[0].quad[0].y, 40 - by, 0.1);
    EXPECT_NEAR(regions[0].quad[2].x, 149 + by, 0.1);
    EXPECT_NEAR(regions[0].quad[2].y, 59 + by, 0.1);
}

TEST(TextRegions, DropsWhatIsTooFaintOrTooThin) {
    Painted map{200, 100};
    map.fill(10, 10, 60, 30, 0.3F);    // above the pixel threshold, below the region's
    map.fill(100, 50, 160, 52, 0.9F);  // two pixels high
    EXPECT_TRUE(map.regions().empty());
}

TEST(TextRegions, KeepsTwoLinesApart) {
    Painted map{200, 100};
    map.fill(20, 20, 180, 35, 0.8F);
    map.fill(20, 60, 180, 75, 0.8F);
    EXPECT_EQ(map.regions().size(), 2U);
}

TEST(TextRegions, TakesNoMoreCandidatesThanAllowed) {
    Painted map{400, 400};
    for (std::int32_t i = 0; i < 100; ++i) {
        const std::int32_t x = i % 10 * 40;
        const std::int32_t y = i / 10 * 40;
        map.fill(x, y, x + 30, y + 15, 0.9F);
    }
    EXPECT_EQ(map.regions().size(), 100U);
    RegionOptions few;
    few.candidates_max = 7;
    EXPECT_EQ(map.regions(few).size(), 7U);
}

TEST(Grown, MovesEverySideOfATiltedRectangleByTheSameDistance) {
    const float cosine = std::cos(0.5F);
    const float sine = std::sin(0.5F);
    const auto turned = [&](float x, float y) {
        return core::Point{x * cosine - y * sine, x * sine + y * cosine};
    };
    const core::Quad quad{turned(0, 0), turned(40, 0), turned(40, 10), turned(0, 10)};
    const core::Quad result = grown(quad, 2);
    const float by = 40.0F * 10 * 2 / 100;
    EXPECT_NEAR(core::text_width(result), 40 + 2 * by, 1e-3);
    EXPECT_NEAR(core::text_height(result), 10 + 2 * by, 1e-3);
    EXPECT_NEAR(core::tilt(result), 0.5, 1e-4);
}

TEST(Grown, LeavesAPointAlone) {
    const core::Quad point{};
    EXPECT_EQ(grown(point, 2), point);
}

TEST(CanvasFor, NeverEnlargesAndAddsTheBorder) {
    const Canvas canvas = canvas_for(200, 100, {});
    EXPECT_EQ(canvas.content_width, 200);
    EXPECT_EQ(canvas.content_height, 100);
    EXPECT_EQ(canvas.width, 224);
    EXPECT_EQ(canvas.height, 128);
    EXPECT_EQ(canvas.left, 12);
}

TEST(CanvasFor, ShrinksToTheLongestSideAndStaysInIt) {
    for (const auto& [width, height] : {std::pair{1920, 1080}, {1080, 1920}, {1920, 1111}}) {
        const Canvas canvas = canvas_for(width, height, {});
        EXPECT_EQ(std::max(canvas.width, canvas.height), 960);
        EXPECT_EQ(canvas.width % canvas_step, 0);
        EXPECT_EQ(canvas.height % canvas_step, 0);
        EXPECT_NEAR(static_cast<double>(canvas.content_width) / canvas.content_height,
                    static_cast<double>(width) / height, 0.01);
    }
}

TEST(CanvasFor, TheFirstLookIsSmallerByItsShare) {
    const auto first = first_canvas_for(1280, 720, {});
    const Canvas whole = canvas_for(1280, 720, {});
    ASSERT_TRUE(first);
    EXPECT_NEAR(first->width, 0.667 * whole.width, canvas_step);
    EXPECT_LT(first->width * first->height, whole.width * whole.height / 2);
}

TEST(CanvasFor, SmallAndLargePicturesHaveNoFirstLook) {
    EXPECT_FALSE(first_canvas_for(200, 100, {}));
    EXPECT_FALSE(first_canvas_for(3840, 2160, {}));
    DetectorOptions never;
    never.first_share = 0;
    EXPECT_FALSE(first_canvas_for(1280, 720, never));
}

TEST(CanvasFor, TakesExtremeStrips) {
    const Canvas thin = canvas_for(30'000, 2, {});
    EXPECT_GE(thin.content_height, 1);
    EXPECT_EQ(thin.height, canvas_step);
    const Canvas pixel = canvas_for(1, 1, {});
    EXPECT_EQ(pixel.width, canvas_step);
}

}  // namespace
}  // namespace mobilscan::ocr
