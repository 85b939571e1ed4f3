#include "decoder/focus.h"

extern "C" {
#include <libavutil/frame.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace mobilscan::decoder {
namespace {

constexpr int side_min = 8;
constexpr int row_step = 4;
constexpr int apart = 2;
constexpr int bits_of_a_byte = 8;

// Sums over rows of luma of one or two bytes each.
template <class Luma>
double least_gradient(const AVFrame& frame) noexcept {
    std::int64_t along = 0;
    std::int64_t across = 0;
    std::int64_t pixels = 0;
    for (int y = 0; y + apart < frame.height; y += row_step) {
        const auto* row = reinterpret_cast<const Luma*>(
            frame.data[0] + static_cast<std::ptrdiff_t>(y) * frame.linesize[0]);
        const auto* below = reinterpret_cast<const Luma*>(
            frame.data[0] + static_cast<std::ptrdiff_t>(y + apart) * frame.linesize[0]);
        for (int x = 0; x + apart < frame.width; ++x) {
            const std::int64_t right = row[x + apart] - row[x];
            const std::int64_t down = below[x] - row[x];
            along += right * right;
            across += down * down;
        }
        pixels += frame.width - apart;
    }
    return static_cast<double>(std::min(along, across)) / static_cast<double>(pixels);
}

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
        return least_gradient<std::uint8_t>(frame);
    }
    if (luma.step == 2 && luma.depth > bits_of_a_byte && luma.shift == 0) {
        const double scale = 1 << (luma.depth - bits_of_a_byte);
        return least_gradient<std::uint16_t>(frame) / (scale * scale);
    }
    return 0;
}

}  // namespace mobilscan::decoder
