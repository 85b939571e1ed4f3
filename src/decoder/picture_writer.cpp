#include "decoder/picture_writer.h"

extern "C" {
#include <libavutil/frame.h>
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

#include <array>

namespace mobilscan::decoder {
namespace {

using core::ErrorCode;
using core::wire::ColourMatrix;
using core::wire::ColourRange;
using core::wire::PictureLayout;
using core::wire::PixelFormat;

constexpr int hd_above_rows = 576;  // untagged video: SD is BT.601, HD is BT.709, as players do

AVPixelFormat format_of(const AVFrame& frame) {
    return static_cast<AVPixelFormat>(frame.format);
}

bool is_rgb(AVPixelFormat format) {
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(format);
    return descriptor != nullptr &&
           (descriptor->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
}

bool has_alpha(AVPixelFormat format) {
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(format);
    return format == AV_PIX_FMT_PAL8 ||
           (descriptor != nullptr && (descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0);
}

ColourMatrix matrix_of(const AVFrame& frame) {
    switch (frame.colorspace) {
        case AVCOL_SPC_BT709:
            return ColourMatrix::bt709;
        case AVCOL_SPC_BT2020_NCL:
        case AVCOL_SPC_BT2020_CL:
            return ColourMatrix::bt2020;
        case AVCOL_SPC_UNSPECIFIED:
            return frame.height > hd_above_rows ? ColourMatrix::bt709 : ColourMatrix::bt601;
        default:
            return ColourMatrix::bt601;
    }
}

ColourRange range_of(const AVFrame& frame) {
    switch (format_of(frame)) {
        case AV_PIX_FMT_YUVJ420P:
        case AV_PIX_FMT_YUVJ422P:
        case AV_PIX_FMT_YUVJ444P:
        case AV_PIX_FMT_YUVJ440P:
        case AV_PIX_FMT_YUVJ411P:
            return ColourRange::full;
        default:
            return frame.color_range == AVCOL_RANGE_JPEG ? ColourRange::full : ColourRange::limited;
    }
}

const int* coefficients(ColourMatrix matrix) {
    switch (matrix) {
        case ColourMatrix::bt709:
            return sws_getCoefficients(SWS_CS_ITU709);
        case ColourMatrix::bt2020:
            return sws_getCoefficients(SWS_CS_BT2020);
        case ColourMatrix::bt601:
            break;
    }
    return sws_getCoefficients(SWS_CS_ITU601);
}

// Destination planes as libav wants them.
struct Target {
    std::array<std::uint8_t*, 4> data{};
    std::array<int, 4> stride{};
};

Target target_in(std::span<std::uint8_t> slot, const PictureLayout& layout) {
    Target target;
    for (std::size_t i = 0; i < layout.planes.size() && layout.planes[i].rows > 0; ++i) {
        target.data[i] = slot.data() + layout.planes[i].offset;
        target.stride[i] = static_cast<int>(layout.planes[i].stride);
    }
    return target;
}

struct Conversion {
    AVPixelFormat format;  // of the result
    std::int32_t width;
    std::int32_t height;
    ColourMatrix source_matrix;
    ColourMatrix matrix;
    ColourRange range;
    int flags;
};

// `scaler` is kept from frame to frame: making one costs more than using it.
Result<void> convert(LibavPtr<SwsContext>& scaler, const AVFrame& frame, const Conversion& to,
                     const Target& target) {
    scaler.reset(sws_getCachedContext(scaler.release(), frame.width, frame.height, format_of(frame),
                                      to.width, to.height, to.format, to.flags, nullptr, nullptr,
                                      nullptr));
    if (!scaler) {
        return failure(ErrorCode::corrupt_media, "the picture cannot be converted");
    }
    const int source_full = range_of(frame) == ColourRange::full ? 1 : 0;
    const int target_full = to.range == ColourRange::full ? 1 : 0;
    constexpr int one = 1 << 16;  // contrast and saturation as they are, 16.16
    // Answers -1 where a pair of formats has nothing to set, which is no error.
    sws_setColorspaceDetails(scaler.get(), coefficients(to.source_matrix), source_full,
                             coefficients(to.matrix), target_full, 0, one, one);
    const int rows = sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height,
                               target.data.data(), target.stride.data());
    if (rows <= 0) {
        return failure(libav_error(rows, "converting the picture"));
    }
    return {};
}

tl::unexpected<core::Error> slot_too_small() {
    return failure(ErrorCode::protocol_violation, "the ring's slots are too small");
}

// Laying BGRA on a white ground.
void blend_on_white(const std::uint8_t* from, std::size_t from_stride, std::uint8_t* to,
                    const core::wire::PlaneLayout& plane) {
    for (std::size_t row = 0; row < plane.rows; ++row) {
        const std::uint8_t* in = from + row * from_stride;
        std::uint8_t* out = to + row * plane.stride;
        for (std::size_t column = 0; column * 3 < plane.row_bytes; ++column, in += 4, out += 3) {
            const unsigned alpha = in[3];
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const unsigned value = in[channel] * alpha + 255U * (255U - alpha);
                out[channel] = static_cast<std::uint8_t>((value + 127U) / 255U);
            }
        }
    }
}

}  // namespace

Result<WrittenPicture> PictureWriter::write_video(const AVFrame& frame, std::int32_t width,
                                                  std::int32_t height,
                                                  std::span<std::uint8_t> slot) {
    const AVPixelFormat from = format_of(frame);
    WrittenPicture written{PixelFormat::i420, matrix_of(frame), range_of(frame), width, height};
    const bool same_size = frame.width == width && frame.height == height;
    if (from == AV_PIX_FMT_NV12 && same_size) {
        written.format = PixelFormat::nv12;
    }
    const PictureLayout layout = core::wire::picture_layout(written.format, width, height);
    if (layout.bytes > slot.size()) {
        return slot_too_small();
    }
    const bool as_it_is = same_size && (from == AV_PIX_FMT_YUV420P || from == AV_PIX_FMT_YUVJ420P ||
                                        from == AV_PIX_FMT_NV12);
    if (as_it_is) {
        for (std::size_t i = 0; i < layout.planes.size() && layout.planes[i].rows > 0; ++i) {
            const auto& plane = layout.planes[i];
            av_image_copy_plane(slot.data() + plane.offset, static_cast<int>(plane.stride),
                                frame.data[i], frame.linesize[i], static_cast<int>(plane.row_bytes),
                                static_cast<int>(plane.rows));
        }
        return written;
    }
    const ColourMatrix source_matrix = written.matrix;
    if (is_rgb(from)) {
        written.matrix = ColourMatrix::bt601;
        written.range = ColourRange::limited;
    }
    const Conversion conversion{AV_PIX_FMT_YUV420P,
                                width,
                                height,
                                source_matrix,
                                written.matrix,
                                written.range,
                                SWS_BICUBIC | SWS_ACCURATE_RND};
    return convert(scaler_, frame, conversion, target_in(slot, layout)).map([&] {
        return written;
    });
}

Result<WrittenPicture> PictureWriter::write_still(const AVFrame& frame,
                                                  std::span<std::uint8_t> slot) {
    const WrittenPicture written{PixelFormat::bgr24, ColourMatrix::bt601, ColourRange::full,
                                 frame.width, frame.height};
    const PictureLayout layout =
        core::wire::picture_layout(written.format, frame.width, frame.height);
    if (layout.bytes > slot.size()) {
        return slot_too_small();
    }
    // Stills are BT.601 unless they say otherwise, at any size (JFIF, WebP).
    const ColourMatrix source =
        frame.colorspace == AVCOL_SPC_UNSPECIFIED ? ColourMatrix::bt601 : matrix_of(frame);
    const bool transparent = has_alpha(format_of(frame));
    const Conversion conversion{
        transparent ? AV_PIX_FMT_BGRA : AV_PIX_FMT_BGR24,
        frame.width,
        frame.height,
        source,
        ColourMatrix::bt601,
        ColourRange::full,
        SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP};
    if (!transparent) {
        return convert(scaler_, frame, conversion, target_in(slot, layout)).map([&] {
            return written;
        });
    }
    const std::size_t stride = static_cast<std::size_t>(frame.width) * 4;
    with_alpha_.resize(stride * static_cast<std::size_t>(frame.height) + 64);
    const Target target{{with_alpha_.data(), nullptr, nullptr, nullptr},
                        {static_cast<int>(stride), 0, 0, 0}};
    return convert(scaler_, frame, conversion, target).map([&] {
        blend_on_white(with_alpha_.data(), stride, slot.data(), layout.planes[0]);
        return written;
    });
}

}  // namespace mobilscan::decoder
