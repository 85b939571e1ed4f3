#include "ocr/line_input.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "image/planes.h"
#include "image/transform.h"

namespace mobilscan::ocr {
namespace {

constexpr image::Normalisation around_zero =
    image::normalisation({0.5F, 0.5F, 0.5F}, {0.5F, 0.5F, 0.5F});

}  // namespace

std::int32_t scaled_line_width(image::ImageView line, std::int32_t width_max) noexcept {
    const double ratio = static_cast<double>(line.width) / static_cast<double>(line.height);
    const double width = std::ceil(line_height * ratio);
    return static_cast<std::int32_t>(std::clamp(width, 1.0, static_cast<double>(width_max)));
}

Result<inference::TensorView> run_on_line(inference::Session& session, image::ImageView line,
                                          std::int32_t width) {
    const image::Image scaled = image::resized(line, scaled_line_width(line, width), line_height);
    const std::array<std::size_t, 4> shape{1, 3, static_cast<std::size_t>(line_height),
                                           static_cast<std::size_t>(width)};
    auto planes = session.input(shape);
    if (!planes) {
        return failure(planes.error());
    }
    image::to_planes(scaled.view(), around_zero, width, line_height, *planes);
    return session.run();
}

}  // namespace mobilscan::ocr
