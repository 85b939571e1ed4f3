#include "ocr/text_regions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/check.h"

namespace mobilscan::ocr {
namespace {

using core::Point;
using core::Quad;

using Contour = std::vector<cv::Point>;

cv::Mat borrowed(const ProbabilityMap& map) {
    // OpenCV has no const matrix over borrowed values; nothing here writes to it.
    return {map.height, map.width, CV_32F, const_cast<float*>(map.values.data())};
}

Quad smallest_rectangle(const Contour& contour) {
    std::array<cv::Point2f, 4> corners;
    cv::minAreaRect(contour).points(corners.data());
    Quad quad;
    for (std::size_t i = 0; i < quad.size(); ++i) {
        quad[i] = {corners[i].x, corners[i].y};
    }
    return core::in_clockwise_order(quad);
}

float shorter_side(const Quad& quad) {
    return std::min(core::text_width(quad), core::text_height(quad));
}

// Mean probability over the pixels inside the rectangle.
float mean_inside(const cv::Mat& map, const Quad& quad) {
    const core::Box box = core::bounding_box(quad);
    const int left = std::clamp(static_cast<int>(std::floor(box.x1)), 0, map.cols - 1);
    const int right = std::clamp(static_cast<int>(std::ceil(box.x2)), 0, map.cols - 1);
    const int top = std::clamp(static_cast<int>(std::floor(box.y1)), 0, map.rows - 1);
    const int bottom = std::clamp(static_cast<int>(std::ceil(box.y2)), 0, map.rows - 1);

    cv::Mat mask = cv::Mat::zeros(bottom - top + 1, right - left + 1, CV_8U);
    Contour inside;
    for (const Point corner : quad) {
        inside.emplace_back(static_cast<int>(corner.x) - left, static_cast<int>(corner.y) - top);
    }
    cv::fillConvexPoly(mask, inside, cv::Scalar(1));
    const cv::Mat part = map(cv::Range(top, bottom + 1), cv::Range(left, right + 1));
    return static_cast<float>(cv::mean(part, mask)[0]);
}

std::optional<TextRegion> region_of(const Contour& contour, const cv::Mat& map,
                                    const RegionOptions& options) {
    const Quad rectangle = smallest_rectangle(contour);
    if (shorter_side(rectangle) < options.side_min) {
        return std::nullopt;
    }
    const float confidence = mean_inside(map, rectangle);
    if (confidence < options.region_threshold) {
        return std::nullopt;
    }
    const Quad quad = grown(rectangle, options.unclip_ratio);
    if (shorter_side(quad) < options.grown_side_min) {
        return std::nullopt;
    }
    return TextRegion{quad, confidence};
}

Point shifted(Point point, Point direction, float by) {
    return {point.x + direction.x * by, point.y + direction.y * by};
}

Point direction(Point from, Point to) {
    const float length = core::distance(from, to);
    return length > 0 ? Point{(to.x - from.x) / length, (to.y - from.y) / length} : Point{};
}

}  // namespace

Quad grown(const Quad& rectangle, float ratio) noexcept {
    const float width = core::text_width(rectangle);
    const float height = core::text_height(rectangle);
    const float perimeter = 2 * (width + height);
    if (perimeter <= 0) {
        return rectangle;
    }
    const float by = width * height * ratio / perimeter;
    const Point along = direction(rectangle[0], rectangle[1]);
    const Point across = direction(rectangle[0], rectangle[3]);
    return {shifted(shifted(rectangle[0], along, -by), across, -by),
            shifted(shifted(rectangle[1], along, by), across, -by),
            shifted(shifted(rectangle[2], along, by), across, by),
            shifted(shifted(rectangle[3], along, -by), across, by)};
}

std::vector<TextRegion> find_text_regions(const ProbabilityMap& map, const RegionOptions& options) {
    CHECK(map.values.size() ==
          static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.height));
    const cv::Mat probabilities = borrowed(map);
    const cv::Mat text = probabilities > options.pixel_threshold;
    std::vector<Contour> contours;
    cv::findContours(text, contours, cv::RETR_LIST, cv::CHAIN_APPROX_SIMPLE);

    std::vector<TextRegion> regions;
    const auto candidates =
        std::min(contours.size(), static_cast<std::size_t>(options.candidates_max));
    for (std::size_t i = 0; i < candidates; ++i) {
        if (const auto region = region_of(contours[i], probabilities, options)) {
            regions.push_back(*region);
        }
    }
    return regions;
}

}  // namespace mobilscan::ocr
