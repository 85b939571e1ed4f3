#include "ocr/line_crop.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/orientation.h"
#include "image/frame.h"
#include "image/transform.h"

namespace mobilscan::ocr {
namespace {

// The longer of two opposite edges, so that nothing of the text is shrunk.
std::int32_t pixels(core::Point a, core::Point b, core::Point c, core::Point d) {
    return std::max(
        1, static_cast<std::int32_t>(std::max(core::distance(a, b), core::distance(c, d))));
}

constexpr float stack_ratio_min = 3;  // height to width

}  // namespace

bool is_column(const core::Quad& quad) noexcept {
    return core::text_height(quad) >= stack_ratio_min * core::text_width(quad);
}

image::Image cut_upright(image::ImageView picture, const core::Quad& quad) {
    return image::warped(picture, quad, pixels(quad[0], quad[1], quad[3], quad[2]),
                         pixels(quad[0], quad[3], quad[1], quad[2]));
}

LineCrop cut_line(image::ImageView picture, const core::Quad& quad) {
    const std::int32_t width = pixels(quad[0], quad[1], quad[3], quad[2]);
    const std::int32_t height = pixels(quad[0], quad[3], quad[1], quad[2]);
    image::Image crop = cut_upright(picture, quad);
    if (static_cast<float>(height) < upright_ratio * static_cast<float>(width)) {
        return {quad, std::move(crop)};
    }
    return {core::rotated_start(quad, 1),
            image::oriented(std::move(crop), core::Orientation::rotate_anticlockwise)};
}

LineCrop turned_around(LineCrop crop) {
    return {core::rotated_start(crop.quad, 2),
            image::oriented(std::move(crop.picture), core::Orientation::rotate_180)};
}

}  // namespace mobilscan::ocr
