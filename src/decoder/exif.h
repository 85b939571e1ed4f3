// The EXIF orientation of a still image, read here because libav passes it on for some formats
// only. Pure functions over the bytes of the file.
#pragma once

#include <cstdint>
#include <span>

#include "core/orientation.h"
#include "decoder/sniff.h"

namespace mobilscan::decoder {

// Tag 0x0112 of the first directory of a TIFF block (EXIF 2.32, 4.6.2), as_stored where it is
// missing or makes no sense.
[[nodiscard]] core::Orientation tiff_orientation(std::span<const std::uint8_t> block);

// The block of a JPEG (APP1), PNG (eXIf) or WebP (EXIF), or a TIFF itself. BMP has none.
[[nodiscard]] core::Orientation still_orientation(StillFormat format,
                                                  std::span<const std::uint8_t> file);

}  // namespace mobilscan::decoder
