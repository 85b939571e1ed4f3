// PictureDecoder: packets in, pictures out; libav's send and receive loop behind named outcomes.
//
// Call receive() until it asks for a packet, send one, and so on; send nothing at the end and
// receive() drains what is left. Bad packets are outcomes, not errors: the next one may be good.
#pragma once

#include <cstdint>

#include "core/result.h"
#include "decoder/libav.h"

struct AVCodec;
struct AVCodecParameters;

namespace mobilscan::decoder {

class PictureDecoder {
public:
    // `parameters` may be null (still images). Errors: unsupported_codec, corrupt_media,
    // decoder_out_of_memory, too_many_pixels.
    [[nodiscard]] static Result<PictureDecoder> open(const AVCodec* codec,
                                                     const AVCodecParameters* parameters,
                                                     int threads);

    enum class Outcome {
        picture,        // receive: the frame holds a picture
        needs_packet,   // receive: nothing before another packet is sent
        accepted,       // send: receive() may have something
        damaged,        // both: something could not be decoded; go on
        too_large,      // both: a picture is larger than limits::pixels_max; give up
        out_of_memory,  // both: give up
        ended,          // receive: drained
    };
    [[nodiscard]] Outcome receive(AVFrame& frame);
    [[nodiscard]] Outcome send(const AVPacket* packet);  // null: no more

    // Of the packets sent from now on, those that nothing refers to (most B-frames) are decoded or
    // passed over, which gives no picture. All others come out the same.
    void decode_unreferenced(bool wanted) noexcept;

private:
    explicit PictureDecoder(LibavPtr<AVCodecContext> context) : context_(std::move(context)) {}
    LibavPtr<AVCodecContext> context_;
};

}  // namespace mobilscan::decoder
