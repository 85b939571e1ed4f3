// RawFrame: one decoded picture as the decoder hands it over, and its way to BGR.
//
// The decoder keeps frames as the codec made them (a 4K frame is 12 MB as I420, 25 MB as BGR);
// colour and orientation are applied here, once, for frames that are read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/orientation.h"
#include "image/image.h"

namespace mobilscan::image {

enum class PixelFormat : std::uint8_t {
    i420 = 0,   // planes Y, U, V; chroma halved both ways, rounded up
    nv12 = 1,   // planes Y and interleaved UV
    bgr24 = 2,  // one interleaved plane
};

// ITU-T H.273 matrix coefficients, reduced to those that phones and cameras write.
enum class ColourMatrix : std::uint8_t { bt601 = 0, bt709 = 1, bt2020 = 2 };
enum class ColourRange : std::uint8_t { limited = 0, full = 1 };

struct Plane {
    const std::uint8_t* data = nullptr;
    std::ptrdiff_t stride = 0;  // bytes
};

// Borrowed pixels of one stored picture, before its orientation is applied. A sample aspect ratio
// other than 1:1 is not applied anywhere: places are counted in stored pixels.
struct RawFrame {
    PixelFormat format = PixelFormat::i420;
    ColourMatrix matrix = ColourMatrix::bt601;
    ColourRange range = ColourRange::limited;
    core::Orientation orientation = core::Orientation::as_stored;
    std::int32_t width = 0;  // of the stored picture; odd sizes are allowed
    std::int32_t height = 0;
    std::array<Plane, 3> planes{};
};

// The displayed picture in BGR: colours converted, orientation applied.
[[nodiscard]] Image to_bgr(const RawFrame& frame);

// The picture turned as `orientation` says.
[[nodiscard]] Image oriented(Image picture, core::Orientation orientation);

}  // namespace mobilscan::image
