#include "decoder/demuxer.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/dict.h>
}

#include <algorithm>
#include <array>
#include <string>

#include "core/decoder_protocol.h"
#include "core/limits.h"
#include "decoder/display_matrix.h"

namespace mobilscan::decoder {
namespace {

using core::ErrorCode;

constexpr const char* allowed_formats = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi";
constexpr int probe_bytes = 5'000'000;
constexpr int retries_max = 100;  // of a read that asks to be repeated

// A dictionary of options that frees itself.
class Options {
public:
    Options() = default;
    ~Options() { av_dict_free(&entries_); }
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;
    void set(const char* key, const char* value) { av_dict_set(&entries_, key, value, 0); }
    void set(const char* key, std::int64_t value) { av_dict_set_int(&entries_, key, value, 0); }
    [[nodiscard]] AVDictionary** get() noexcept { return &entries_; }

private:
    AVDictionary* entries_ = nullptr;
};

const AVInputFormat* input_format(Container container) {
    switch (container) {
        case Container::mp4:
            return av_find_input_format("mov");
        case Container::matroska:
            return av_find_input_format("matroska");
        case Container::avi:
            return av_find_input_format("avi");
    }
    return nullptr;
}

// Containers can name other files (mov data references): there are none.
int refuse_to_open(AVFormatContext* /*format*/, AVIOContext** /*input*/, const char* /*url*/,
                   int /*flags*/, AVDictionary** /*options*/) {
    return AVERROR(EPERM);
}

int asks_to_stop(void* opaque) {
    return static_cast<const FileInput*>(opaque)->deadline_passed() ? 1 : 0;
}

bool is_video(const AVStream& stream) {
    return stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO &&
           (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;  // cover art
}

std::int64_t pixels(const AVStream& stream) {
    return static_cast<std::int64_t>(stream.codecpar->width) * stream.codecpar->height;
}

std::string size_text(const AVCodecParameters& parameters) {
    return std::to_string(parameters.width) + " x " + std::to_string(parameters.height);
}

}  // namespace

Result<Demuxer> Demuxer::open(int file, Clock::time_point deadline) {
    Demuxer demuxer(std::make_unique<FileInput>(file, deadline));
    std::array<std::uint8_t, sniff_bytes> start{};
    const std::size_t got = read_at(file, 0, start.data(), start.size());
    const auto container = sniff_container(std::span(start).first(got));
    if (!container) {
        return failure(ErrorCode::unsupported_container,
                       "not a video file of a supported kind (MP4, MOV, MKV, WebM, AVI)");
    }
    demuxer.container_ = *container;
    auto opened = demuxer.open_container();
    if (!opened && opened.error().code == ErrorCode::corrupt_media &&
        *container == Container::mp4 && !has_index(file)) {
        return failure(
            ErrorCode::corrupt_media,
            "the video has no index, so none of its pictures can be found: the recording "
            "or the copy stopped before its end; copy the file again");
    }
    return opened.and_then([&] { return demuxer.choose_stream(); })
        .and_then([&] { return demuxer.examine_stream(); })
        .map([&] { return std::move(demuxer); });
}

Result<void> Demuxer::open_container() {
    AVFormatContext* format = avformat_alloc_context();
    if (format == nullptr) {
        return failure(libav_error(AVERROR(ENOMEM), "opening the video"));
    }
    format->pb = input_->context();
    format->flags |= AVFMT_FLAG_CUSTOM_IO;
    format->io_open = refuse_to_open;
    format->interrupt_callback = {asks_to_stop, input_.get()};

    Options options;
    options.set("format_whitelist", allowed_formats);
    options.set("codec_whitelist", video_codec_list().c_str());
    options.set("protocol_whitelist", "none");
    options.set("max_streams", limits::streams_max);
    options.set("probesize", probe_bytes);
    // On failure libav frees the context itself.
    const int result = avformat_open_input(&format, "", input_format(container_), options.get());
    if (result < 0) {
        return failure(libav_error(result, "opening the video"));
    }
    format_.reset(format);
    return {};
}

// The video stream with the most pixels, as the ffmpeg command chooses.
Result<void> Demuxer::choose_stream() {
    const std::span streams(format_->streams, format_->nb_streams);
    for (AVStream* stream : streams) {
        if (is_video(*stream) && (stream_ == nullptr || pixels(*stream) > pixels(*stream_))) {
            stream_ = stream;
        }
    }
    if (stream_ == nullptr) {
        return failure(ErrorCode::no_video, "the file holds no video");
    }
    for (AVStream* stream : streams) {
        stream->discard = stream == stream_ ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    const AVCodecID id = stream_->codecpar->codec_id;
    codec_ = find_video_codec(id);
    if (codec_ == nullptr) {
        return failure(ErrorCode::unsupported_codec,
                       std::string("the codec ") + avcodec_get_name(id) + " is not supported");
    }
    const AVCodecParameters& parameters = *stream_->codecpar;
    if (parameters.width > 0 && parameters.height > 0 &&
        !core::wire::valid_size(parameters.width, parameters.height)) {
        return failure(ErrorCode::too_many_pixels,
                       "the picture of " + size_text(parameters) + " pixels is too large");
    }
    return {};
}

// Decodes a first picture where the container leaves something open.
Result<void> Demuxer::examine_stream() {
    std::vector<AVDictionary*> options(format_->nb_streams, nullptr);
    for (AVDictionary*& entries : options) {
        av_dict_set_int(&entries, "max_pixels", libav_pixels_max, 0);
        av_dict_set_int(&entries, "threads", 1, 0);
    }
    const int result = avformat_find_stream_info(format_.get(), options.data());
    for (AVDictionary*& entries : options) {
        av_dict_free(&entries);
    }
    if (result < 0) {
        return failure(libav_error(result, "examining the video"));
    }
    if (input_->deadline_passed()) {
        return failure(libav_error(AVERROR_EXIT, "examining the video"));
    }
    const AVCodecParameters& parameters = *stream_->codecpar;
    if (!core::wire::valid_size(parameters.width, parameters.height)) {
        const bool large = parameters.width > 0 && parameters.height > 0;
        if (large || take_size_complaint()) {
            return failure(ErrorCode::too_many_pixels, "the picture is too large");
        }
        return failure(ErrorCode::corrupt_media, "the video does not tell its picture size");
    }
    return {};
}

Demuxer::Outcome Demuxer::read(AVPacket& packet) {
    for (int retries = 0; retries < retries_max;) {
        av_packet_unref(&packet);
        const int result = av_read_frame(format_.get(), &packet);
        if (result == AVERROR(EAGAIN)) {
            ++retries;
            continue;
        }
        // Demuxers report a read that failed as an end of file, too.
        if (input_->deadline_passed()) {
            return Outcome::deadline;
        }
        if (result < 0) {
            return result == AVERROR(ENOMEM) ? Outcome::out_of_memory
                   : result == AVERROR_EOF   ? Outcome::end
                                             : Outcome::broken;
        }
        if (packet.stream_index == stream_->index) {
            return Outcome::packet;
        }
    }
    return Outcome::broken;
}

bool Demuxer::seek(const RawPacket& packet) {
    const std::int64_t time = packet.dts != no_time ? packet.dts : packet.pts;
    return time != no_time &&
           av_seek_frame(format_.get(), stream_->index, time, AVSEEK_FLAG_BACKWARD) >= 0;
}

const AVCodecParameters& Demuxer::parameters() const noexcept {
    return *stream_->codecpar;
}

core::Orientation Demuxer::orientation() const noexcept {
    std::size_t bytes = 0;
    const std::uint8_t* data = av_stream_get_side_data(stream_, AV_PKT_DATA_DISPLAYMATRIX, &bytes);
    std::array<std::int32_t, 9> matrix{};
    if (data == nullptr || bytes < sizeof(matrix)) {
        return core::Orientation::as_stored;
    }
    std::copy_n(data, sizeof(matrix), reinterpret_cast<std::uint8_t*>(matrix.data()));
    return orientation_of_matrix(matrix);
}

TimeBase Demuxer::time_base() const noexcept {
    const AVRational base = stream_->time_base;
    return base.num > 0 && base.den > 0 ? TimeBase{base.num, base.den} : TimeBase{};
}

std::int64_t Demuxer::usual_frame_us() const noexcept {
    for (const AVRational rate : {stream_->avg_frame_rate, stream_->r_frame_rate}) {
        if (rate.num > 0 && rate.den > 0) {
            return std::clamp<std::int64_t>(1'000'000LL * rate.den / rate.num, 1, 60'000'000);
        }
    }
    return 40'000;  // 25 frames a second
}

bool Demuxer::index_reaches_behind(std::int64_t file_bytes) const noexcept {
    const int entries = avformat_index_get_entries_count(stream_);
    for (int i = 0; i < entries; ++i) {
        const AVIndexEntry* entry = avformat_index_get_entry(stream_, i);
        if (entry != nullptr && entry->pos > file_bytes - entry->size) {
            return true;
        }
    }
    return false;
}

}  // namespace mobilscan::decoder
