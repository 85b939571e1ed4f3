#include "decoder/focus.h"

extern "C" {
#include <libavutil/frame.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cstdint>
#include <limits>

#include "core/limits.h"

namespace mobilscan::decoder {
namespace {

constexpr int side_min = 8;
constexpr int row_step = 4;
constexpr int apart = 2;
constexpr int bits_of_a_byte = 8;

// Sums over rows of luma of one or two bytes each. `Sum` holds the squares of one row.
template <class Luma, class Sum>
double least_gradient(const AVFrame& frame) noexcept {
    std::int64_t along = 0;
    std::int64_t across = 0;
    std::int64_t pixels = 0;
    for (int y = 0; y + apart < frame.height; y += row_step) {
        const auto* row = reinterpret_cast<const Luma*>(
            frame.data[0] + static_cast<std::ptrdiff_t>(y) * frame.linesize[0]);
        const auto* below = reinterpret_cast<const Luma*>(
            frame.data[0] + static_cast<std::ptrdiff_t>(y + apart) * frame.linesize[0]);
        Sum along_row = 0;
        Sum across_row = 0;
        for (int x = 0; x + apart < frame.width; ++x) {
            const Sum right = row[x + apart] - row[x];
            const Sum down = below[x] - row[x];
            along_row += right * right;
            across_row += down * down;
        }
        along += along_row;
        across += across_row;
        pixels += frame.width - apart;
    }
    return static_cast<double>(std::min(along, across)) / static_cast<double>(pixels);
}

// The longest row of the widest pictures, black and white in turns.
static_assert(std::int64_t{limits::side_pixels_max} * 255 * 255 <=
              std::numeric_limits<std::int32_t>::max());

}  // namespace

double focus(const AVFrame& frame) noexcept {
    const AVPixFmtDescriptor* format =
        av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    constexpr std::uint64_t not_luma = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL |
                                       AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BE |
                                       AV_PIX_FMT_FLAG_BITSTREAM;
    if (format == nullptr || (format->flags & not_luma) != 0 || frame.width < side_min ||
        frame.height < side_min) {
        return 0;
    }
    const AVComponentDescriptor& luma = format->comp[0];
    if (luma.plane != 0 || luma.offset != 0) {
        return 0;
    }
    if (luma.step == 1 && luma.depth == bits_of_a_byte) {
        return least_gradient<std::uint8_t, std::int32_t>(frame);
    }
    if (luma.step == 2 && luma.depth > bits_of_a_byte && luma.shift == 0) {
        const double scale = 1 << (luma.depth - bits_of_a_byte);
        return least_gradient<std::uint16_t, std::int64_t>(frame) / (scale * scale);
    }
    return 0;
}

}  // namespace mobilscan::decoder
