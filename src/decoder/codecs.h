// The codecs that may be used. A codec that is not here cannot be reached by any file.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "decoder/sniff.h"

extern "C" {
#include <libavcodec/codec_id.h>
}

struct AVCodec;

namespace mobilscan::decoder {

struct VideoCodec {
    AVCodecID id;
    const char* decoder;    // libav's name of the implementation
    std::string_view name;  // ours, in surveys
    bool reorders;          // may show frames in another order than it stores them
};

[[nodiscard]] std::span<const VideoCodec> video_codecs() noexcept;
[[nodiscard]] const VideoCodec* find_video_codec(AVCodecID id) noexcept;

// All video decoders as libav's option codec_whitelist wants them: "h264,hevc,...".
[[nodiscard]] std::string video_codec_list();

// libav's decoder of an image format, null where this libav was built without it.
[[nodiscard]] const AVCodec* still_codec(StillFormat format) noexcept;

}  // namespace mobilscan::decoder
