#include "image/frame.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/check.h"

namespace mobilscan::image {
namespace {

// YCbCr to BGR in 1/16384 steps. Derived from ITU-T H.273 (2021), section 8.3: with
// Kr and Kb of the matrix, R = Y + 2(1-Kr) Cr, B = Y + 2(1-Kb) Cb, G from Y = Kr R + Kg G + Kb B;
// limited range has 219 steps of luma from 16 and 224 of chroma around 128.
struct Coefficients {
    int luma_offset;
    int luma;
    int red_from_v;
    int green_from_u;
    int green_from_v;
    int blue_from_u;
};

constexpr int fraction_bits = 14;

Coefficients coefficients(ColourMatrix matrix, ColourRange range) {
    double kr = 0.299;
    double kb = 0.114;
    if (matrix == ColourMatrix::bt709) {
        kr = 0.2126;
        kb = 0.0722;
    } else if (matrix == ColourMatrix::bt2020) {
        kr = 0.2627;
        kb = 0.0593;
    }
    const bool limited = range == ColourRange::limited;
    const double luma_scale = limited ? 255.0 / 219 : 1.0;
    const double chroma_scale = limited ? 255.0 / 224 : 1.0;
    const double kg = 1 - kr - kb;
    const auto fixed = [](double value) {
        return static_cast<int>(std::lround(value * (1 << fraction_bits)));
    };
    return {limited ? 16 : 0,
            fixed(luma_scale),
            fixed(2 * (1 - kr) * chroma_scale),
            fixed(2 * (1 - kb) * kb / kg * chroma_scale),
            fixed(2 * (1 - kr) * kr / kg * chroma_scale),
            fixed(2 * (1 - kb) * chroma_scale)};
}

std::uint8_t clamped(int fixed_point) {
    constexpr int half = 1 << (fraction_bits - 1);
    return static_cast<std::uint8_t>(std::clamp((fixed_point + half) >> fraction_bits, 0, 255));
}

// One row; `chroma_step` is 1 for separate U and V planes and 2 for interleaved ones.
void convert_row(const std::uint8_t* y, const std::uint8_t* u, const std::uint8_t* v,
                 std::int32_t chroma_step, std::int32_t width, const Coefficients& c,
                 std::uint8_t* bgr) {
    for (std::int32_t x = 0; x < width; ++x) {
        const int chroma_at = (x / 2) * chroma_step;
        const int luma = (y[x] - c.luma_offset) * c.luma;
        const int cb = u[chroma_at] - 128;
        const int cr = v[chroma_at] - 128;
        bgr[0] = clamped(luma + c.blue_from_u * cb);
        bgr[1] = clamped(luma - c.green_from_u * cb - c.green_from_v * cr);
        bgr[2] = clamped(luma + c.red_from_v * cr);
        bgr += 3;
    }
}

Image converted(const RawFrame& frame) {
    Image picture(frame.width, frame.height, 3);
    const Coefficients c = coefficients(frame.matrix, frame.range);
    const bool interleaved = frame.format == PixelFormat::nv12;
    for (std::int32_t row = 0; row < frame.height; ++row) {
        const Plane& chroma = frame.planes[1];
        const std::uint8_t* u = chroma.data + (row / 2) * chroma.stride;
        const std::uint8_t* v =
            interleaved ? u + 1 : frame.planes[2].data + (row / 2) * frame.planes[2].stride;
        convert_row(frame.planes[0].data + row * frame.planes[0].stride, u, v, interleaved ? 2 : 1,
                    frame.width, c, picture.data() + row * picture.stride());
    }
    return picture;
}

Image copied(const RawFrame& frame) {
    Image picture(frame.width, frame.height, 3);
    for (std::int32_t row = 0; row < frame.height; ++row) {
        std::memcpy(picture.data() + row * picture.stride(),
                    frame.planes[0].data + row * frame.planes[0].stride,
                    static_cast<std::size_t>(picture.stride()));
    }
    return picture;
}

// Where the pixel that is shown at (x, y) is stored, for each orientation.
struct Stored {
    std::int32_t x;
    std::int32_t y;
};

Stored stored_at(core::Orientation orientation, std::int32_t x, std::int32_t y,
                 std::int32_t stored_width, std::int32_t stored_height) {
    const std::int32_t right = stored_width - 1;
    const std::int32_t bottom = stored_height - 1;
    switch (orientation) {
        case core::Orientation::mirror_horizontally:
            return {right - x, y};
        case core::Orientation::rotate_180:
            return {right - x, bottom - y};
        case core::Orientation::mirror_vertically:
            return {x, bottom - y};
        case core::Orientation::transpose:
            return {y, x};
        case core::Orientation::rotate_clockwise:
            return {y, bottom - x};
        case core::Orientation::transverse:
            return {right - y, bottom - x};
        case core::Orientation::rotate_anticlockwise:
            return {right - y, x};
        case core::Orientation::as_stored:
            break;
    }
    return {x, y};
}

}  // namespace

Image oriented(Image picture, core::Orientation orientation) {
    if (orientation == core::Orientation::as_stored) {
        return picture;
    }
    const bool swap = core::swaps_sides(orientation);
    const std::int32_t width = swap ? picture.height() : picture.width();
    const std::int32_t height = swap ? picture.width() : picture.height();
    Image result(width, height, picture.channels());
    const auto pixel_bytes = static_cast<std::size_t>(picture.channels());
    std::uint8_t* target = result.data();
    for (std::int32_t y = 0; y < height; ++y) {
        for (std::int32_t x = 0; x < width; ++x) {
            const Stored from = stored_at(orientation, x, y, picture.width(), picture.height());
            std::memcpy(target,
                        picture.data() + from.y * picture.stride() +
                            static_cast<std::ptrdiff_t>(from.x) * picture.channels(),
                        pixel_bytes);
            target += pixel_bytes;
        }
    }
    return result;
}

Image to_bgr(const RawFrame& frame) {
    CHECK(frame.width > 0 && frame.height > 0);
    Image picture = frame.format == PixelFormat::bgr24 ? copied(frame) : converted(frame);
    return oriented(std::move(picture), frame.orientation);
}

}  // namespace mobilscan::image
