// From interleaved 8-bit pixels to the planar floats that networks take, in one pass.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "image/image.h"

namespace mobilscan::image {

// value = pixel * scale[channel] + offset[channel]; channels in the picture's own order (B, G, R).
struct Normalisation {
    std::array<float, 3> scale;
    std::array<float, 3> offset;
};

// Normalisation of (pixel / 255 - mean) / deviation.
[[nodiscard]] constexpr Normalisation normalisation(std::array<float, 3> mean,
                                                    std::array<float, 3> deviation) noexcept {
    Normalisation result{};
    for (std::size_t i = 0; i < 3; ++i) {
        result.scale[i] = 1.0F / (255.0F * deviation[i]);
        result.offset[i] = -mean[i] / deviation[i];
    }
    return result;
}

// Writes a BGR picture into `planes`: three planes of plane_height rows of plane_width floats, the
// picture at the top left. Floats right of and below the picture are set to 0.
void to_planes(ImageView picture, const Normalisation& normalisation, std::int32_t plane_width,
               std::int32_t plane_height, std::span<float> planes);

}  // namespace mobilscan::image
