// Proves: marks that stand one below the other come out side by side, dark or light; what is no
// column of marks is left alone.
#include "ocr/stacked_text.h"

#include <gtest/gtest.h>

#include <cstring>

namespace mobilscan::ocr {
namespace {

constexpr std::int32_t width = 40;
constexpr std::int32_t mark = 24;  // pixels, each way
constexpr std::int32_t pitch = 36;

void fill(image::Image& picture, std::int32_t x, std::int32_t y, std::int32_t w, std::int32_t h,
          int value) {
    for (std::int32_t row = y; row < y + h; ++row) {
        std::memset(picture.data() + row * picture.stride() + std::ptrdiff_t{x} * 3, value,
                    static_cast<std::size_t>(w) * 3);
    }
}

image::Image column(int marks, int ink, int ground) {
    image::Image picture(width, marks * pitch, 3);
    fill(picture, 0, 0, width, marks * pitch, ground);
    for (int i = 0; i < marks; ++i) {
        fill(picture, (width - mark) / 2, i * pitch + (pitch - mark) / 2, mark, mark, ink);
    }
    return picture;
}

// How often dark and light follow one another along the middle row.
int changes(const image::Image& line) {
    const std::uint8_t* row = line.data() + line.height() / 2 * line.stride();
    int count = 0;
    for (std::int32_t x = 1; x < line.width(); ++x) {
        count += (row[std::ptrdiff_t{x} * 3] > 127) != (row[std::ptrdiff_t{x - 1} * 3] > 127);
    }
    return count;
}

TEST(StackedText, MarksComeOutSideBySide) {
    for (const auto& [ink, ground] : {std::pair{20, 230}, std::pair{230, 20}}) {
        const auto line = unstacked(column(11, ink, ground).view());
        ASSERT_TRUE(line);
        EXPECT_GT(line->width(), 8 * line->height());
        EXPECT_EQ(changes(*line), 22);
    }
}

TEST(StackedText, IsNoneOfTooFewMarksOrOfNone) {
    EXPECT_FALSE(unstacked(column(3, 20, 230).view()));
    EXPECT_FALSE(unstacked(column(11, 128, 128).view()));
}

TEST(StackedText, IsNoneOfMarksOfManySizes) {
    image::Image picture = column(6, 230, 230);
    fill(picture, 8, 2, mark, 10, 20);
    fill(picture, 8, 20, mark, 12, 20);
    fill(picture, 8, 40, mark, 11, 20);
    fill(picture, 8, 60, mark, 100, 20);
    EXPECT_FALSE(unstacked(picture.view()));
}

}  // namespace
}  // namespace mobilscan::ocr
