#include "decoder/codecs.h"

extern "C" {
#include <libavcodec/avcodec.h>
}

#include <algorithm>
#include <array>

namespace mobilscan::decoder {
namespace {

constexpr std::array<VideoCodec, 10> codecs{{
    {AV_CODEC_ID_H264, "h264", "h264", true},
    {AV_CODEC_ID_HEVC, "hevc", "hevc", true},
    {AV_CODEC_ID_VP8, "vp8", "vp8", false},
    {AV_CODEC_ID_VP9, "vp9", "vp9", false},
    {AV_CODEC_ID_AV1, "libdav1d", "av1", false},
    {AV_CODEC_ID_MPEG4, "mpeg4", "mpeg4", true},
    {AV_CODEC_ID_H263, "h263", "h263", false},
    {AV_CODEC_ID_H263P, "h263p", "h263", false},
    {AV_CODEC_ID_MJPEG, "mjpeg", "mjpeg", false},
    {AV_CODEC_ID_MJPEGB, "mjpegb", "mjpeg", false},
}};

}  // namespace

std::span<const VideoCodec> video_codecs() noexcept {
    return codecs;
}

const VideoCodec* find_video_codec(AVCodecID id) noexcept {
    const auto found = std::find_if(codecs.begin(), codecs.end(),
                                    [id](const VideoCodec& codec) { return codec.id == id; });
    return found == codecs.end() ? nullptr : &*found;
}

std::string video_codec_list() {
    std::string list;
    for (const VideoCodec& codec : codecs) {
        list += (list.empty() ? "" : ",") + std::string(codec.decoder);
    }
    return list;
}

const AVCodec* still_codec(StillFormat format) noexcept {
    switch (format) {
        case StillFormat::jpeg:
            return avcodec_find_decoder_by_name("mjpeg");
        case StillFormat::png:
            return avcodec_find_decoder_by_name("png");
        case StillFormat::webp:
            return avcodec_find_decoder_by_name("webp");
        case StillFormat::bmp:
            return avcodec_find_decoder_by_name("bmp");
        case StillFormat::tiff:
            return avcodec_find_decoder_by_name("tiff");
    }
    return nullptr;
}

}  // namespace mobilscan::decoder
