#include "image/noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "core/check.h"

namespace mobilscan::image {
namespace {

constexpr std::size_t response_max = 8 * 255;
constexpr std::int32_t window_max = 480;  // pixels of each side: noise is everywhere alike

cv::Mat borrowed(ImageView view) {
    return {view.height, view.width, CV_8UC(view.channels), const_cast<std::uint8_t*>(view.data),
            static_cast<std::size_t>(view.stride)};
}

}  // namespace

float noise_deviation(ImageView picture) {
    const std::int32_t width = std::min(picture.width, window_max);
    const std::int32_t height = std::min(picture.height, window_max);
    if (width < 3 || height < 3) {
        return 0;
    }
    const cv::Rect middle((picture.width - width) / 2, (picture.height - height) / 2, width,
                          height);
    cv::Mat grey;
    cv::cvtColor(borrowed(picture)(middle), grey, cv::COLOR_BGR2GRAY);
    std::array<std::int32_t, response_max + 1> counts{};
    for (int y = 1; y + 1 < height; ++y) {
        const auto* above = grey.ptr<std::uint8_t>(y - 1);
        const auto* row = grey.ptr<std::uint8_t>(y);
        const auto* below = grey.ptr<std::uint8_t>(y + 1);
        for (int x = 1; x + 1 < width; ++x) {
            const int response = above[x - 1] - 2 * above[x] + above[x + 1] -
                                 2 * (row[x - 1] - 2 * row[x] + row[x + 1]) + below[x - 1] -
                                 2 * below[x] + below[x + 1];
            ++counts[static_cast<std::size_t>(std::abs(response))];
        }
    }
    const std::int32_t half = (width - 2) * (height - 2) / 2;
    std::size_t median = 0;
    for (std::int32_t below = counts[0]; below <= half; below += counts[median]) {
        ++median;
    }
    constexpr float normal_median = 0.6745F;  // of the absolute value of a standard normal number
    constexpr float mask_gain = 6;            // root of the sum of the squares of the mask
    return static_cast<float>(median) / normal_median / mask_gain;
}

Image smoothed(ImageView picture, float deviation) {
    CHECK(deviation > 0);
    Image result(picture.width, picture.height, picture.channels);
    cv::Mat target(picture.height, picture.width, CV_8UC(picture.channels), result.data(),
                   static_cast<std::size_t>(result.stride()));
    cv::GaussianBlur(borrowed(picture), target, cv::Size(), static_cast<double>(deviation));
    return result;
}

}  // namespace mobilscan::image
