#include "image/visibility.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "image/transform.h"

namespace mobilscan::image {
namespace {

constexpr int longer_side = 640;  // pixels
constexpr int far_apart = 4;      // pixels
constexpr double detail_min = 0.08;

bool is_dark(const cv::Mat& grey) {
    constexpr int bright = 32;
    constexpr double share_max = 0.05;
    return cv::countNonZero(grey >= bright) < share_max * static_cast<double>(grey.total());
}

// Mean square of the differences of pixels so far apart.
double mean_square(const cv::Mat& grey, int x, int y) {
    const cv::Rect first(0, 0, grey.cols - x, grey.rows - y);
    const cv::Rect second(x, y, grey.cols - x, grey.rows - y);
    return cv::norm(grey(first), grey(second), cv::NORM_L2SQR) / static_cast<double>(first.area());
}

bool is_blurred(const cv::Mat& grey) {
    if (grey.cols <= 2 * far_apart || grey.rows <= 2 * far_apart) {
        return false;
    }
    const auto detail = [](double near, double far) {
        constexpr double nothing = 1;  // of a wall without any print nothing can be said
        return far < nothing ? 1.0 : near / far;
    };
    return std::min(detail(mean_square(grey, 1, 0), mean_square(grey, far_apart, 0)),
                    detail(mean_square(grey, 0, 1), mean_square(grey, 0, far_apart))) < detail_min;
}

}  // namespace

Visibility visibility_of(ImageView picture) {
    Image small = small_grey(picture, longer_side);
    const cv::Mat grey(small.height(), small.width(), CV_8UC1, small.data(),
                       static_cast<std::size_t>(small.stride()));
    if (is_dark(grey)) {
        return Visibility::dark;
    }
    return is_blurred(grey) ? Visibility::blurred : Visibility::clear;
}

}  // namespace mobilscan::image
