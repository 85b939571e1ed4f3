#include "image/bars.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <tuple>
#include <utility>
#include <vector>

#include "core/check.h"

namespace mobilscan::image {
namespace {

constexpr double width_max = 960;   // the picture is looked at so wide at most, pixels
constexpr int window = 13;          // in which edges are compared, pixels there
constexpr float strength_min = 20;  // root mean square of the slopes in it, grey levels per pixel
constexpr float coherence_min = 0.7F;

// 1 where all slopes in the window are in one line, 0 where they are in all directions, and where
// there are none. The structure tensor of Förstner and Gülch (1987).
cv::Mat coherence_of(const cv::Mat& grey) {
    cv::Mat x;
    cv::Mat y;
    constexpr double per_pixel = 1.0 / 32;  // of Scharr's weights
    cv::Scharr(grey, x, CV_32F, 1, 0, per_pixel);
    cv::Scharr(grey, y, CV_32F, 0, 1, per_pixel);
    const auto mean = [](const cv::Mat& product) {
        cv::Mat result;
        cv::boxFilter(product, result, CV_32F, {window, window});
        return result;
    };
    const cv::Mat xx = mean(x.mul(x));
    const cv::Mat yy = mean(y.mul(y));
    const cv::Mat xy = mean(x.mul(y));
    cv::Mat coherence(grey.size(), CV_32F);
    for (int row = 0; row < grey.rows; ++row) {
        for (int column = 0; column < grey.cols; ++column) {
            const float a = xx.at<float>(row, column);
            const float b = yy.at<float>(row, column);
            const float c = xy.at<float>(row, column);
            const float sum = a + b;
            coherence.at<float>(row, column) =
                sum < strength_min * strength_min ? 0 : std::hypot(a - b, 2 * c) / sum;
        }
    }
    return coherence;
}

}  // namespace

std::vector<BarRegion> bar_regions(ImageView grey) {
    CHECK(grey.channels == 1);
    const cv::Mat picture(grey.height, grey.width, CV_8UC1, const_cast<std::uint8_t*>(grey.data),
                          static_cast<std::size_t>(grey.stride));
    const double scale = std::min(1.0, width_max / std::max(grey.width, grey.height));
    cv::Mat small;
    cv::resize(picture, small, {}, scale, scale, cv::INTER_AREA);
    cv::Mat bars = coherence_of(small) >= coherence_min;
    const cv::Mat joint = cv::getStructuringElement(cv::MORPH_ELLIPSE, {window, window});
    cv::morphologyEx(bars, bars, cv::MORPH_CLOSE, joint);
    cv::morphologyEx(bars, bars, cv::MORPH_OPEN, joint);

    cv::Mat labels;
    cv::Mat statistics;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(bars, labels, statistics, centres);
    std::vector<std::pair<int, BarRegion>> found;
    for (int i = 1; i < count; ++i) {
        const auto of = [&](int column) { return statistics.at<int>(i, column); };
        constexpr int side_min = 24;  // pixels there: bars that are fewer or shorter are an edge
        const int width = of(cv::CC_STAT_WIDTH);
        const int height = of(cv::CC_STAT_HEIGHT);
        if (std::max(width, height) < 2 * side_min || std::min(width, height) < window) {
            continue;
        }
        // The quiet zone, and what the window took off.
        const int room = window + std::max(width, height) / 8;
        const auto full = [&](int pixels) {
            return static_cast<std::int32_t>(std::lround(pixels / scale));
        };
        const std::int32_t left = std::max(0, full(of(cv::CC_STAT_LEFT) - room));
        const std::int32_t top = std::max(0, full(of(cv::CC_STAT_TOP) - room));
        const std::int32_t right = std::min(grey.width, full(of(cv::CC_STAT_LEFT) + width + room));
        const std::int32_t bottom =
            std::min(grey.height, full(of(cv::CC_STAT_TOP) + height + room));
        found.emplace_back(of(cv::CC_STAT_AREA), BarRegion{left, top, right - left, bottom - top});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::tie(b.first, a.second.y, a.second.x) <
               std::tie(a.first, b.second.y, b.second.x);
    });
    found.resize(std::min(found.size(), bar_regions_max));
    std::vector<BarRegion> regions;
    regions.reserve(found.size());
    for (const auto& [area, region] : found) {
        regions.push_back(region);
    }
    return regions;
}

}  // namespace mobilscan::image
