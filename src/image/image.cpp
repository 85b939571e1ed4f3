#include "image/image.h"

#include "core/check.h"

namespace mobilscan::image {

Image::Image(std::int32_t width, std::int32_t height, std::int32_t channels)
    : width_(width), height_(height), channels_(channels) {
    CHECK(width > 0 && height > 0);
    CHECK(channels == 1 || channels == 3);
    pixels_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                   static_cast<std::size_t>(channels));
}

}  // namespace mobilscan::image
