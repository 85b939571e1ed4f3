#include "image/planes.h"

#include <algorithm>

#include "core/check.h"

namespace mobilscan::image {

void to_planes(ImageView picture, const Normalisation& normalisation, std::int32_t plane_width,
               std::int32_t plane_height, std::span<float> planes) {
    CHECK(picture.channels == 3);
    CHECK(picture.width <= plane_width && picture.height <= plane_height);
    const auto row_floats = static_cast<std::size_t>(plane_width);
    const std::size_t plane_floats = row_floats * static_cast<std::size_t>(plane_height);
    CHECK(planes.size() == 3 * plane_floats);

    if (picture.width < plane_width || picture.height < plane_height) {
        std::fill(planes.begin(), planes.end(), 0.0F);
    }
    const auto width = static_cast<std::size_t>(picture.width);
    for (std::int32_t y = 0; y < picture.height; ++y) {
        const std::uint8_t* source = picture.data + y * picture.stride;
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const float scale = normalisation.scale[channel];
            const float offset = normalisation.offset[channel];
            float* target =
                planes.data() + channel * plane_floats + static_cast<std::size_t>(y) * row_floats;
            for (std::size_t x = 0; x < width; ++x) {
                target[x] = static_cast<float>(source[3 * x + channel]) * scale + offset;
            }
        }
    }
}

}  // namespace mobilscan::image
