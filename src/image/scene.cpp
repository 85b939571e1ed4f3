#include "image/scene.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/transform.h"

namespace mobilscan::image {
namespace {

constexpr int longer_side = 160;  // pixels
constexpr double lighting = 8;    // deviation of what is taken for it, pixels of the scene
constexpr double middle_grey = 128;
constexpr float overlap_min = 0.25F;

cv::Mat borrowed(const Image& grey) {
    return {grey.height(), grey.width(), CV_8UC1, const_cast<std::uint8_t*>(grey.data()),
            static_cast<std::size_t>(grey.stride())};
}

}  // namespace

Scene scene_of(ImageView picture) {
    Scene scene{small_grey(picture, longer_side), 1};
    scene.scale = static_cast<float>(scene.grey.width()) / static_cast<float>(picture.width);
    cv::Mat grey = borrowed(scene.grey);
    cv::Mat light;
    cv::GaussianBlur(grey, light, {}, lighting);
    cv::addWeighted(grey, 1, light, -1, middle_grey, grey);
    return scene;
}

float likeness(const Scene& before, const Scene& after, const core::Movement& movement) {
    const Image& from = before.grey;
    const Image& to = after.grey;
    if (from.empty() || to.empty()) {
        return 0;
    }
    // Each pixel of the scene after, and where it was before.
    double sum_a = 0;
    double sum_b = 0;
    double sum_aa = 0;
    double sum_bb = 0;
    double sum_ab = 0;
    std::int64_t count = 0;
    const float step = before.scale / (after.scale * movement.scale);
    for (std::int32_t y = 0; y < to.height(); ++y) {
        const float before_y = movement.from.y * before.scale +
                               (static_cast<float>(y) - movement.to.y * after.scale) * step;
        const auto row = static_cast<std::int32_t>(std::lround(before_y));
        if (row < 0 || row >= from.height()) {
            continue;
        }
        const std::uint8_t* a = from.data() + row * from.stride();
        const std::uint8_t* b = to.data() + y * to.stride();
        for (std::int32_t x = 0; x < to.width(); ++x) {
            const float before_x = movement.from.x * before.scale +
                                   (static_cast<float>(x) - movement.to.x * after.scale) * step;
            const auto column = static_cast<std::int32_t>(std::lround(before_x));
            if (column < 0 || column >= from.width()) {
                continue;
            }
            const double one = a[column];
            const double other = b[x];
            sum_a += one;
            sum_b += other;
            sum_aa += one * one;
            sum_bb += other * other;
            sum_ab += one * other;
            ++count;
        }
    }
    const auto all = static_cast<float>(to.width()) * static_cast<float>(to.height());
    if (static_cast<float>(count) < overlap_min * all) {
        return 0;
    }
    const auto n = static_cast<double>(count);
    const double variance_a = sum_aa - sum_a * sum_a / n;
    const double variance_b = sum_bb - sum_b * sum_b / n;
    if (variance_a < n || variance_b < n) {  // less than a grey level
        return 0;
    }
    return static_cast<float>((sum_ab - sum_a * sum_b / n) / std::sqrt(variance_a * variance_b));
}

}  // namespace mobilscan::image
