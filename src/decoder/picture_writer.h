// PictureWriter: a decoded picture into a slot of the ring, in one of the three formats that the
// program understands.
//
// 8-bit 4:2:0, which is nearly every video, is copied as it is; everything else is converted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/decoder_protocol.h"
#include "core/result.h"
#include "decoder/libav.h"

namespace mobilscan::decoder {

// The part of wire::Frame that the picture decides.
struct WrittenPicture {
    core::wire::PixelFormat format = core::wire::PixelFormat::i420;
    core::wire::ColourMatrix matrix = core::wire::ColourMatrix::bt601;
    core::wire::ColourRange range = core::wire::ColourRange::limited;
    std::int32_t width = 0;
    std::int32_t height = 0;
};

class PictureWriter {
public:
    // As I420 or NV12 of `width` x `height`; a picture of another size is scaled to it, so that
    // a stream that changes its size keeps one system of coordinates.
    // Errors: protocol_violation (the slot is too small), corrupt_media, decoder_out_of_memory.
    [[nodiscard]] Result<WrittenPicture> write_video(const AVFrame& frame, std::int32_t width,
                                                     std::int32_t height,
                                                     std::span<std::uint8_t> slot);

    // As BGR24 in its own size; transparency is laid on white. Errors as above.
    [[nodiscard]] Result<WrittenPicture> write_still(const AVFrame& frame,
                                                     std::span<std::uint8_t> slot);

private:
    LibavPtr<SwsContext> scaler_;
    std::vector<std::uint8_t> with_alpha_;
};

}  // namespace mobilscan::decoder
