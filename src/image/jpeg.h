// JPEG writing: evidence frames and crops.
#pragma once

#include <cstdint>
#include <vector>

#include "core/result.h"
#include "image/image.h"

namespace mobilscan::image {

inline constexpr int evidence_jpeg_quality = 90;  // 257 kB and 5 ms for a 1080p frame

// The picture (BGR or grey) as a baseline JPEG, 4:2:0, quality 1 to 100. The same picture gives
// the same bytes. Fails only when the JPEG library does.
[[nodiscard]] Result<std::vector<std::uint8_t>> to_jpeg(ImageView picture, int quality);

}  // namespace mobilscan::image
