#include "decoder/picture_decoder.h"

extern "C" {
#include <libavcodec/avcodec.h>
}

#include <new>

#include "core/decoder_protocol.h"

namespace mobilscan::decoder {
namespace {

using Outcome = PictureDecoder::Outcome;

Outcome outcome_of_error(int result) {
    if (result == AVERROR(ENOMEM)) {
        return Outcome::out_of_memory;
    }
    return take_size_complaint() ? Outcome::too_large : Outcome::damaged;
}

}  // namespace

Result<PictureDecoder> PictureDecoder::open(const AVCodec* codec,
                                            const AVCodecParameters* parameters, int threads) {
    if (codec == nullptr) {
        return failure(core::ErrorCode::unsupported_codec,
                       "this libav was built without the codec");
    }
    LibavPtr<AVCodecContext> context(avcodec_alloc_context3(codec));
    if (!context) {
        throw std::bad_alloc();
    }
    if (parameters != nullptr) {
        const int copied = avcodec_parameters_to_context(context.get(), parameters);
        if (copied < 0) {
            return failure(libav_error(copied, "starting the decoder"));
        }
    }
    context->max_pixels = libav_pixels_max;
    context->thread_count = threads;
    // Pictures with holes are better than none: they are counted, and mostly still legible.
    context->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
    const int result = avcodec_open2(context.get(), codec, nullptr);
    if (result < 0) {
        return failure(libav_error(result, "starting the decoder"));
    }
    return PictureDecoder(std::move(context));
}

Outcome PictureDecoder::receive(AVFrame& frame) {
    const int result = avcodec_receive_frame(context_.get(), &frame);
    if (result == AVERROR(EAGAIN)) {
        return Outcome::needs_packet;
    }
    if (result == AVERROR_EOF) {
        return Outcome::ended;
    }
    if (result < 0) {
        return outcome_of_error(result);
    }
    // The stream may change its size at any frame, and side by side: the limit holds for each.
    return core::wire::valid_size(frame.width, frame.height) ? Outcome::picture
                                                             : Outcome::too_large;
}

void PictureDecoder::decode_unreferenced(bool wanted) noexcept {
    context_->skip_frame = wanted ? AVDISCARD_DEFAULT : AVDISCARD_NONREF;
}

Outcome PictureDecoder::send(const AVPacket* packet) {
    const int result = avcodec_send_packet(context_.get(), packet);
    return result >= 0 || result == AVERROR_EOF ? Outcome::accepted : outcome_of_error(result);
}

}  // namespace mobilscan::decoder
