#include "image/patch.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/transform.h"

namespace mobilscan::image {
namespace {

constexpr int width_min = 12;   // of a patch, pixels
constexpr int width_max = 480;  // longer lines are squeezed
constexpr float proportion_min = 0.75F;

cv::Mat borrowed(const Image& grey) {
    return {grey.height(), grey.width(), CV_8UC1, const_cast<std::uint8_t*>(grey.data()),
            static_cast<std::size_t>(grey.stride())};
}

// Begins at the upper left, the longer side first.
core::Quad along_longer_side(const core::Quad& quad) {
    const core::Quad upright = core::in_clockwise_order(quad);
    return core::text_height(upright) > core::text_width(upright) ? core::rotated_start(upright, 1)
                                                                  : upright;
}

// Mean square of the differences between neighbours to the variance; that of an edge between two
// pixels is about 1.
float sharpness_of(const cv::Mat& grey) {
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(grey, mean, deviation);
    constexpr double flat = 3;  // grey levels
    if (deviation[0] < flat || grey.cols < 2) {
        return 0;
    }
    cv::Mat differences;
    cv::subtract(grey.colRange(1, grey.cols), grey.colRange(0, grey.cols - 1), differences,
                 cv::noArray(), CV_32F);
    const double square =
        cv::norm(differences, cv::NORM_L2SQR) / static_cast<double>(differences.total());
    return static_cast<float>(square / (deviation[0] * deviation[0]));
}

// The best correlation of `part` in `whole`, and where.
float best_match(const cv::Mat& whole, const cv::Mat& part, cv::Point* place = nullptr) {
    cv::Mat result;
    cv::matchTemplate(whole, part, result, cv::TM_CCOEFF_NORMED);
    double best = 0;
    cv::minMaxLoc(result, nullptr, &best, nullptr, place);
    return static_cast<float>(best);
}

cv::Mat with_margin(const cv::Mat& grey, int x, int y) {
    cv::Mat result;
    cv::copyMakeBorder(grey, result, y, y, x, x, cv::BORDER_REPLICATE);
    return result;
}

// A third of the size tells most pairs apart at a tenth of the cost.
bool are_unlike_at_a_glance(const cv::Mat& a, const cv::Mat& b) {
    constexpr int divisor = 3;
    constexpr float unlike = 0.35F;
    const cv::Size size(std::max(a.cols / divisor, 4), a.rows / divisor);
    cv::Mat small_a;
    cv::Mat small_b;
    cv::resize(a, small_a, size, 0, 0, cv::INTER_AREA);
    cv::resize(b, small_b, size, 0, 0, cv::INTER_AREA);
    return best_match(with_margin(small_b, 2, 1), small_a) < unlike;
}

// The least of the windows' correlations, of `a` in `b`, which are of one size.
float least_of_windows(const cv::Mat& a, const cv::Mat& b, int window_width) {
    constexpr int shift_x = 6;  // of the whole, pixels: regions do not end alike
    constexpr int shift_y = 3;
    constexpr int give_x = 3;  // of a window in that, for perspective
    constexpr int give_y = 2;
    cv::Point shift;
    best_match(with_margin(b, shift_x, shift_y), a, &shift);
    const cv::Mat around = with_margin(b, shift_x + give_x, shift_y + give_y);
    const int side = std::min(window_width, a.cols);
    const int last = a.cols - side;
    const int step = std::max(1, side / 2);
    constexpr double flat = 4;  // grey levels: between two words there is nothing to compare
    float least = 1;
    bool any = false;
    for (int x = 0; x <= last; x = x < last ? std::min(x + step, last) : last + 1) {
        const cv::Mat window = a.colRange(x, x + side);
        cv::Scalar mean;
        cv::Scalar deviation;
        cv::meanStdDev(window, mean, deviation);
        if (deviation[0] < flat) {
            continue;
        }
        const cv::Mat there =
            around(cv::Rect(shift.x + x, shift.y, side + 2 * give_x, patch_height + 2 * give_y));
        least = std::min(least, best_match(there, window));
        any = true;
    }
    return any ? least : 0;
}

float compared(const Patch& a, const Patch& b, int window_width) {
    const std::int32_t shorter = std::min(a.grey.width(), b.grey.width());
    const std::int32_t longer = std::max(a.grey.width(), b.grey.width());
    if (static_cast<float>(shorter) < proportion_min * static_cast<float>(longer)) {
        return 0;
    }
    const cv::Size size((shorter + longer) / 2, patch_height);
    cv::Mat one;
    cv::Mat other;
    cv::resize(borrowed(a.grey), one, size);
    cv::resize(borrowed(b.grey), other, size);
    return are_unlike_at_a_glance(one, other) ? 0 : least_of_windows(one, other, window_width);
}

}  // namespace

Patch patch_of(ImageView picture, const core::Quad& quad) {
    const core::Quad line = along_longer_side(quad);
    const float width = std::max(1.0F, core::text_width(line));
    const float height = std::max(1.0F, core::text_height(line));
    constexpr float rows_max = 4.0F * patch_height;
    const float scale = std::min(1.0F, rows_max / height);
    constexpr float columns_max = 8'000;
    const auto pixels = [](float length, float most) {
        return static_cast<std::int32_t>(std::clamp(std::round(length), 1.0F, most));
    };
    const Image cut = to_grey(
        warped(picture, line, pixels(width * scale, columns_max), pixels(height * scale, rows_max))
            .view());
    const int columns = std::clamp(static_cast<int>(std::lround(width * patch_height / height)),
                                   width_min, width_max);
    Patch patch{Image(columns, patch_height, 1), height, 0};
    cv::Mat grey = borrowed(patch.grey);
    cv::resize(borrowed(cut), grey, grey.size(), 0, 0,
               cut.height() > patch_height ? cv::INTER_AREA : cv::INTER_LINEAR);
    patch.sharpness = sharpness_of(grey);
    return patch;
}

float likeness(const Patch& a, const Patch& b) {
    return compared(a, b, patch_height);
}

float sameness(const Patch& a, const Patch& b) {
    constexpr int narrow_character = 10;
    return compared(a, b, narrow_character);
}

}  // namespace mobilscan::image
