// JPEG writing: evidence frames and crops.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "image/image.h"

namespace mobilscan::image {

inline constexpr int evidence_jpeg_quality = 90;  // 257 kB and 5 ms for a 1080p frame

// The picture (BGR or grey) as a baseline JPEG, 4:2:0, quality 1 to 100. The same picture gives
// the same bytes. Fails only when the JPEG library does.
[[nodiscard]] Result<std::vector<std::uint8_t>> to_jpeg(ImageView picture, int quality);

// A JPEG that to_jpeg() made, back as a BGR picture. Only for files of our own: what a stranger
// made is decoded in the sandbox (src/media). Errors: corrupt_media, too_many_pixels.
[[nodiscard]] Result<Image> from_jpeg(std::span<const std::uint8_t> bytes);

}  // namespace mobilscan::image
