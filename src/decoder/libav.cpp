#include "decoder/libav.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/log.h>
#include <libswscale/swscale.h>
}

#include <atomic>
#include <cstdarg>
#include <new>
#include <string>

namespace mobilscan::decoder {
namespace {

using core::ErrorCode;

std::atomic<bool> size_complaint{false};  // decoding threads complain too

// av_image_check_size2 (libavutil/imgutils.c) has two sentences: one for sizes beyond what the
// library can address, one for sizes beyond max_pixels.
void note_complaint(void* /*object*/, int /*level*/, const char* format, va_list /*arguments*/) {
    const std::string_view words(format);
    if (words.starts_with("Picture size") &&
        (words.find("is invalid") != words.npos ||
         words.find("exceeds specified max pixel count") != words.npos)) {
        size_complaint = true;
    }
}

}  // namespace

void LibavDeleter::operator()(AVCodecContext* object) const noexcept {
    avcodec_free_context(&object);
}
void LibavDeleter::operator()(AVFormatContext* object) const noexcept {
    avformat_close_input(&object);
}
void LibavDeleter::operator()(AVFrame* object) const noexcept {
    av_frame_free(&object);
}
void LibavDeleter::operator()(AVIOContext* object) const noexcept {
    av_freep(&object->buffer);
    avio_context_free(&object);
}
void LibavDeleter::operator()(AVPacket* object) const noexcept {
    av_packet_free(&object);
}
void LibavDeleter::operator()(SwsContext* object) const noexcept {
    sws_freeContext(object);
}

LibavPtr<AVFrame> new_frame() {
    LibavPtr<AVFrame> frame(av_frame_alloc());
    if (!frame) {
        throw std::bad_alloc();
    }
    return frame;
}

LibavPtr<AVPacket> new_packet() {
    LibavPtr<AVPacket> packet(av_packet_alloc());
    if (!packet) {
        throw std::bad_alloc();
    }
    return packet;
}

void silence_libav() noexcept {
    av_log_set_callback(note_complaint);
}

bool take_size_complaint() noexcept {
    return size_complaint.exchange(false);
}

core::Error libav_error(int result, std::string_view what) {
    const std::string doing(what);
    if (result == AVERROR(ENOMEM)) {
        return {ErrorCode::decoder_out_of_memory, doing + ": out of memory"};
    }
    if (take_size_complaint()) {
        return {ErrorCode::too_many_pixels, doing + ": the picture is too large"};
    }
    if (result == AVERROR_EXIT) {
        return {ErrorCode::over_budget, doing + ": took too long"};
    }
    if (result == AVERROR_DECODER_NOT_FOUND || result == AVERROR_PATCHWELCOME) {
        return {ErrorCode::unsupported_codec, doing + ": not supported"};
    }
    return {ErrorCode::corrupt_media, doing + ": the file is damaged"};
}

}  // namespace mobilscan::decoder
