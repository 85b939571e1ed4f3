// Demuxer: the packets of a file's one video stream, in the order of the file.
//
// Everything that libav could be talked into is shut here: the container is named by us after its
// first bytes (sniff.h), not guessed; formats, codecs and protocols are white lists; no second
// file can be opened; probing, streams and picture sizes are bounded; every stream but the chosen
// one is discarded before it costs anything.
#pragma once

#include <cstdint>
#include <memory>

#include "core/orientation.h"
#include "core/result.h"
#include "decoder/codecs.h"
#include "decoder/file_input.h"
#include "decoder/libav.h"
#include "decoder/sniff.h"
#include "decoder/timeline.h"

struct AVCodecParameters;
struct AVStream;

namespace mobilscan::decoder {

class Demuxer {
public:
    // Borrows `file`. Errors: unsupported_container, unsupported_codec, no_video, corrupt_media,
    // too_many_pixels, over_budget (the deadline), decoder_out_of_memory.
    [[nodiscard]] static Result<Demuxer> open(int file, Clock::time_point deadline);

    enum class Outcome {
        packet,    // one packet of the video stream was read
        end,       // the container ends
        broken,    // the container cannot be followed further; what came before is good
        deadline,  // out of time
        out_of_memory,
    };
    [[nodiscard]] Outcome read(AVPacket& packet);

    // Goes to the key frame at or before a packet, by the container's index. False where the
    // container cannot; the position is undefined then.
    [[nodiscard]] bool seek(const RawPacket& packet);

    [[nodiscard]] Container container() const noexcept { return container_; }
    [[nodiscard]] const VideoCodec& codec() const noexcept { return *codec_; }
    [[nodiscard]] const AVCodecParameters& parameters() const noexcept;
    [[nodiscard]] core::Orientation orientation() const noexcept;
    [[nodiscard]] TimeBase time_base() const noexcept;
    [[nodiscard]] std::int64_t usual_frame_us() const noexcept;

    // The container's index names bytes that the file does not have.
    [[nodiscard]] bool index_reaches_behind(std::int64_t file_bytes) const noexcept;

private:
    explicit Demuxer(std::unique_ptr<FileInput> input) : input_(std::move(input)) {}
    [[nodiscard]] Result<void> open_container();
    [[nodiscard]] Result<void> choose_stream();
    [[nodiscard]] Result<void> examine_stream();

    std::unique_ptr<FileInput> input_;  // outlives format_, and does not move
    LibavPtr<AVFormatContext> format_;
    Container container_ = Container::mp4;
    const VideoCodec* codec_ = nullptr;
    AVStream* stream_ = nullptr;  // of format_
};

}  // namespace mobilscan::decoder
