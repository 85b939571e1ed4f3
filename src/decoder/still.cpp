#include "decoder/still.h"

extern "C" {
#include <libavcodec/packet.h>
#include <libavutil/frame.h>
}

#include <algorithm>
#include <span>

#include "core/limits.h"
#include "decoder/codecs.h"
#include "decoder/exif.h"
#include "decoder/file_input.h"
#include "decoder/picture_decoder.h"
#include "decoder/sniff.h"

namespace mobilscan::decoder {
namespace {

using core::ErrorCode;

// The whole file as one packet, which is how libav's image decoders take it.
Result<LibavPtr<AVPacket>> read_file(int file) {
    const std::int64_t size = file_size(file);
    if (size > limits::still_bytes_max) {
        return failure(ErrorCode::over_budget, "the image file is too large");
    }
    LibavPtr<AVPacket> packet = new_packet();
    if (av_new_packet(packet.get(), static_cast<int>(size)) < 0) {
        return failure(ErrorCode::decoder_out_of_memory, "no room for the image file");
    }
    const std::size_t got = read_at(file, 0, packet->data, static_cast<std::size_t>(size));
    av_shrink_packet(packet.get(), static_cast<int>(got));
    return packet;
}

Result<LibavPtr<AVFrame>> first_picture(PictureDecoder& decoder, const AVPacket& packet) {
    LibavPtr<AVFrame> frame = new_frame();
    auto outcome = decoder.send(&packet);
    if (outcome == PictureDecoder::Outcome::accepted) {
        outcome = decoder.receive(*frame);
    }
    if (outcome == PictureDecoder::Outcome::needs_packet) {
        outcome = decoder.send(nullptr);
        if (outcome == PictureDecoder::Outcome::accepted) {
            outcome = decoder.receive(*frame);
        }
    }
    switch (outcome) {
        case PictureDecoder::Outcome::picture:
            return frame;
        case PictureDecoder::Outcome::too_large:
            return failure(ErrorCode::too_many_pixels, "the picture is too large");
        case PictureDecoder::Outcome::out_of_memory:
            return failure(ErrorCode::decoder_out_of_memory, "out of memory while decoding");
        default:
            return failure(ErrorCode::corrupt_media, "the image cannot be decoded");
    }
}

}  // namespace

Result<Still> decode_still(int file) {
    auto packet = read_file(file);
    if (!packet) {
        return failure(packet.error());
    }
    const std::span<const std::uint8_t> bytes((*packet)->data,
                                              static_cast<std::size_t>((*packet)->size));
    const auto format = sniff_still(bytes.first(std::min(bytes.size(), sniff_bytes)));
    if (!format) {
        return failure(ErrorCode::unsupported_container,
                       "not an image of a supported kind (JPEG, PNG, WebP, BMP, TIFF)");
    }
    auto decoder = PictureDecoder::open(still_codec(*format), nullptr, 1);
    if (!decoder) {
        return failure(decoder.error());
    }
    auto frame = first_picture(*decoder, **packet);
    if (!frame) {
        return failure(frame.error());
    }
    return Still{std::move(*frame), still_orientation(*format, bytes)};
}

}  // namespace mobilscan::decoder
