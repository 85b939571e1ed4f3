#include "image/transform.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/check.h"

namespace mobilscan::image {
namespace {

constexpr double contrast_limit = 3;
constexpr int tiles_per_side = 8;
constexpr float white = 255;

// OpenCV has no const matrix over borrowed bytes; none of the functions here writes to its source.
cv::Mat borrowed(ImageView view) {
    return {view.height, view.width, CV_8UC(view.channels), const_cast<std::uint8_t*>(view.data),
            static_cast<std::size_t>(view.stride)};
}

cv::Mat borrowed(Image& picture) {
    return {picture.height(), picture.width(), CV_8UC(picture.channels()), picture.data(),
            static_cast<std::size_t>(picture.stride())};
}

}  // namespace
Image resized(ImageView picture, std::int32_t width, std::int32_t height) {
    CHECK(!picture.empty());
    Image result(width, height, picture.channels);
    cv::Mat target = borrowed(result);
    cv::resize(borrowed(picture), target, target.size(), 0, 0, cv::INTER_LINEAR);
    return result;
}

Image with_border(ImageView picture, const Border& border) {
    CHECK(!picture.empty());
    Image result(picture.width + border.left + border.right,
                 picture.height + border.top + border.bottom, picture.channels);
    cv::Mat target = borrowed(result);
    cv::copyMakeBorder(borrowed(picture), target, border.top, border.bottom, border.left,
                       border.right, cv::BORDER_REPLICATE);
    return result;
}

Image warped(ImageView picture, const core::Quad& quad, std::int32_t width, std::int32_t height) {
    CHECK(!picture.empty());
    const auto w = static_cast<float>(width);
    const auto h = static_cast<float>(height);
    std::array<cv::Point2f, 4> from;
    for (std::size_t i = 0; i < quad.size(); ++i) {
        from[i] = {quad[i].x, quad[i].y};
    }
    const std::array<cv::Point2f, 4> to{{{0, 0}, {w, 0}, {w, h}, {0, h}}};
    const cv::Mat perspective = cv::getPerspectiveTransform(from.data(), to.data());

    Image result(width, height, picture.channels);
    cv::Mat target = borrowed(result);
    cv::warpPerspective(borrowed(picture), target, perspective, target.size(), cv::INTER_CUBIC,
                        cv::BORDER_REPLICATE);
    return result;
}

ImageView around(ImageView picture, const core::Quad& quad) {
    CHECK(!picture.empty());
    constexpr float margin_heights = 0.5F;
    constexpr float margin_pixels_min = 8;
    const core::Box box = core::bounding_box(quad);
    const float margin = std::max(margin_pixels_min, margin_heights * core::text_height(quad));
    const auto begin = [](float at, std::int32_t size) {
        return static_cast<std::int32_t>(
            std::clamp(std::floor(at), 0.0F, static_cast<float>(size - 1)));
    };
    const auto end = [](float at, std::int32_t size, std::int32_t from) {
        return static_cast<std::int32_t>(
            std::clamp(std::ceil(at), static_cast<float>(from + 1), static_cast<float>(size)));
    };
    const std::int32_t x = begin(box.x1 - margin, picture.width);
    const std::int32_t y = begin(box.y1 - margin, picture.height);
    return {picture.data + y * picture.stride + std::ptrdiff_t{x} * picture.channels,
            end(box.x2 + margin, picture.width, x) - x, end(box.y2 + margin, picture.height, y) - y,
            picture.channels, picture.stride};
}

Image to_grey(ImageView picture) {
    CHECK(!picture.empty());
    Image grey(picture.width, picture.height, 1);
    cv::Mat target = borrowed(grey);
    if (picture.channels == 1) {
        borrowed(picture).copyTo(target);
    } else {
        cv::cvtColor(borrowed(picture), target, cv::COLOR_BGR2GRAY);
    }
    return grey;
}

Image small_grey(ImageView picture, std::int32_t longer_side) {
    CHECK(!picture.empty());
    const double scale =
        std::min(1.0, static_cast<double>(longer_side) / std::max(picture.width, picture.height));
    const auto side = [scale](std::int32_t pixels) {
        return std::max(1, static_cast<std::int32_t>(std::lround(scale * pixels)));
    };
    Image small(side(picture.width), side(picture.height), picture.channels);
    cv::Mat target = borrowed(small);
    cv::resize(borrowed(picture), target, target.size(), 0, 0, cv::INTER_AREA);
    return to_grey(small.view());
}

Image with_even_contrast(ImageView grey) {
    CHECK(!grey.empty() && grey.channels == 1);
    Image even(grey.width, grey.height, 1);
    cv::Mat target = borrowed(even);
    cv::createCLAHE(contrast_limit, {tiles_per_side, tiles_per_side})
        ->apply(borrowed(grey), target);
    return even;
}

Turned turned(ImageView grey, float degrees, float scale) {
    CHECK(!grey.empty() && grey.channels == 1);
    const float angle = degrees * std::numbers::pi_v<float> / 180;
    const float cosine = std::cos(angle) * scale;
    const float sine = std::sin(angle) * scale;
    const auto width = static_cast<float>(grey.width);
    const auto height = static_cast<float>(grey.height);
    const auto side = [](float length) { return static_cast<std::int32_t>(std::ceil(length)); };
    Turned result{Image(side(std::abs(cosine) * width + std::abs(sine) * height),
                        side(std::abs(sine) * width + std::abs(cosine) * height), 1),
                  degrees,
                  scale,
                  {width / 2, height / 2}};
    const float to_x = static_cast<float>(result.picture.width()) / 2;
    const float to_y = static_cast<float>(result.picture.height()) / 2;
    const core::Point centre = result.from_centre;
    const cv::Matx23f map(cosine, -sine, to_x - cosine * centre.x + sine * centre.y,  //
                          sine, cosine, to_y - sine * centre.x - cosine * centre.y);
    cv::Mat target = borrowed(result.picture);
    cv::warpAffine(borrowed(grey), target, map, target.size(), cv::INTER_CUBIC, cv::BORDER_CONSTANT,
                   cv::Scalar(white));
    return result;
}

core::Quad turned_back(const core::Quad& quad, const Turned& turned) {
    const float angle = turned.degrees * std::numbers::pi_v<float> / 180;
    const float cosine = std::cos(angle) / turned.scale;
    const float sine = std::sin(angle) / turned.scale;
    core::Quad back;
    for (std::size_t i = 0; i < quad.size(); ++i) {
        const float x = quad[i].x - static_cast<float>(turned.picture.width()) / 2;
        const float y = quad[i].y - static_cast<float>(turned.picture.height()) / 2;
        back[i] = {cosine * x + sine * y + turned.from_centre.x,
                   -sine * x + cosine * y + turned.from_centre.y};
    }
    return back;
}

}  // namespace mobilscan::image
