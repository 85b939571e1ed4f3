#include "ocr/detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "image/planes.h"
#include "image/transform.h"

namespace mobilscan::ocr {
namespace {

// Mean and deviation of ImageNet as the model was trained: R's numbers stand on B's place.
constexpr image::Normalisation imagenet =
    image::normalisation({0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F});

// So many regions of one character each may be a stack of more, which are easily missed.
constexpr int stack_characters_min = 3;
constexpr float square_ratio_max = 1.6F;

std::int32_t rounded(float value) noexcept {
    return std::max(1, static_cast<std::int32_t>(std::lround(value)));
}

std::int32_t to_canvas_step(std::int32_t pixels) noexcept {
    return (pixels + canvas_step - 1) / canvas_step * canvas_step;
}

// The picture in the middle of its canvas, the border made of its edge pixels.
image::Image on_canvas(image::ImageView picture, const Canvas& canvas) {
    const image::Image content =
        image::resized(picture, canvas.content_width, canvas.content_height);
    return image::with_border(
        content.view(), {canvas.left, canvas.top, canvas.width - canvas.content_width - canvas.left,
                         canvas.height - canvas.content_height - canvas.top});
}

// A region from canvas pixels back to the picture's.
TextRegion on_picture(const TextRegion& region, const Canvas& canvas, image::ImageView picture) {
    const auto width = static_cast<float>(picture.width);
    const auto height = static_cast<float>(picture.height);
    TextRegion result = region;
    for (core::Point& corner : result.quad) {
        corner.x = (corner.x - static_cast<float>(canvas.left)) * width /
                   static_cast<float>(canvas.content_width);
        corner.y = (corner.y - static_cast<float>(canvas.top)) * height /
                   static_cast<float>(canvas.content_height);
    }
    result.quad = core::clipped(result.quad, width, height);
    return result;
}

// Nothing is left of a region that lay wholly in the border.
bool has_extent(const TextRegion& region) {
    return core::text_width(region.quad) >= 2 && core::text_height(region.quad) >= 2;
}

}  // namespace

Canvas canvas_for(std::int32_t width, std::int32_t height,
                  const DetectorOptions& options) noexcept {
    const float bordered = 1 + 2 * options.border_fraction;
    const std::int32_t side = std::max(width, height);
    const float least = side < options.large_side_min ? 0.0F : options.large_fraction;
    const float scale = std::clamp(
        static_cast<float>(options.side_max) / (static_cast<float>(side) * bordered), least, 1.0F);
    Canvas canvas;
    canvas.content_width = rounded(static_cast<float>(width) * scale);
    canvas.content_height = rounded(static_cast<float>(height) * scale);
    canvas.width = to_canvas_step(rounded(static_cast<float>(width) * scale * bordered));
    canvas.height = to_canvas_step(rounded(static_cast<float>(height) * scale * bordered));
    canvas.left = (canvas.width - canvas.content_width) / 2;
    canvas.top = (canvas.height - canvas.content_height) / 2;
    return canvas;
}

std::optional<Canvas> first_canvas_for(std::int32_t width, std::int32_t height,
                                       const DetectorOptions& options) noexcept {
    const Canvas whole = canvas_for(width, height, options);
    DetectorOptions smaller = options;
    smaller.side_max =
        rounded(options.first_share * static_cast<float>(std::max(whole.width, whole.height)));
    if (smaller.side_max < options.first_side_min ||
        std::max(width, height) >= options.large_side_min) {
        return std::nullopt;
    }
    return canvas_for(width, height, smaller);
}

Result<Detector> Detector::create(const inference::Network& network,
                                  const DetectorOptions& options) {
    return network.open_session().map(
        [&](inference::Session&& session) { return Detector(std::move(session), options); });
}

Result<std::vector<TextRegion>> Detector::detect(image::ImageView picture) {
    Canvas canvas = canvas_for(picture.width, picture.height, options_);
    const auto first = first_canvas_for(picture.width, picture.height, options_);
    auto map = look(picture, first.value_or(canvas));
    if (!map) {
        return failure(map.error());
    }
    std::vector<TextRegion> found = find_text_regions(*map, options_.regions);
    if (first && !shows_more_when_larger(*map, found)) {
        canvas = *first;
    } else if (first) {
        map = look(picture, canvas);
        if (!map) {
            return failure(map.error());
        }
        found = find_text_regions(*map, options_.regions);
    }
    std::vector<TextRegion> regions;
    for (const TextRegion& region : found) {
        if (const TextRegion placed = on_picture(region, canvas, picture); has_extent(placed)) {
            regions.push_back(placed);
        }
    }
    return regions;
}

// The map is valid until the next look.
Result<ProbabilityMap> Detector::look(image::ImageView picture, const Canvas& canvas) {
    const image::Image input = on_canvas(picture, canvas);
    const std::array<std::size_t, 4> shape{1, 3, static_cast<std::size_t>(canvas.height),
                                           static_cast<std::size_t>(canvas.width)};
    auto planes = session_.input(shape);
    if (!planes) {
        return failure(planes.error());
    }
    image::to_planes(input.view(), imagenet, canvas.width, canvas.height, *planes);
    return session_.run().map([&](const inference::TensorView& output) {
        return ProbabilityMap{output.values, canvas.width, canvas.height};
    });
}

bool Detector::shows_more_when_larger(const ProbabilityMap& map,
                                      std::span<const TextRegion> regions) const {
    if (regions.empty()) {
        return std::any_of(map.values.begin(), map.values.end(), [this](float probability) {
            return probability > options_.trace_threshold;
        });
    }
    const auto count_below = [regions](float height) {
        return std::count_if(regions.begin(), regions.end(), [height](const TextRegion& region) {
            return std::min(core::text_width(region.quad), core::text_height(region.quad)) < height;
        });
    };
    const auto single_characters =
        std::count_if(regions.begin(), regions.end(), [](const TextRegion& region) {
            const float width = core::text_width(region.quad);
            const float height = core::text_height(region.quad);
            return std::max(width, height) < square_ratio_max * std::min(width, height);
        });
    return count_below(options_.tiny_text_height) > 0 ||
           2 * count_below(options_.small_text_height) > std::ssize(regions) ||
           single_characters >= stack_characters_min;
}

}  // namespace mobilscan::ocr
