#include "decoder/frame_reader.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/frame.h>
}

#include <algorithm>

#include "core/limits.h"

namespace mobilscan::decoder {
namespace {

using core::ErrorCode;

constexpr int fruitless_max = 1'000;  // errors without progress: libav would not go on by itself

// The packet with which frame `number` is coded.
std::int64_t packet_of_frame(const SurveyedVideo& video, std::int64_t number) {
    const auto found = std::find(video.number.begin(), video.number.end(), number);
    return found == video.number.end() ? -1 : found - video.number.begin();
}

bool is_start(const SurveyedVideo& video, std::int64_t number) {
    const auto& packets = video.survey.packets;
    return number == 0 || (number > 0 && number < static_cast<std::int64_t>(packets.size()) &&
                           packets[static_cast<std::size_t>(number)].key);
}

}  // namespace

Result<FrameReader> FrameReader::open(int file, const SurveyedVideo& video,
                                      std::int64_t first_frame,
                                      std::span<const core::Sample> samples, int threads) {
    if (!is_start(video, first_frame)) {
        return failure(ErrorCode::usage, "decoding can only start at a key frame");
    }
    const auto open_reader = [&]() -> Result<FrameReader> {
        // No deadline of its own: decoding goes as fast as its frames are taken, and the program
        // kills a decoder that falls silent.
        auto demuxer = Demuxer::open(file, Clock::time_point::max());
        if (!demuxer) {
            return failure(demuxer.error());
        }
        auto decoder = PictureDecoder::open(avcodec_find_decoder_by_name(demuxer->codec().decoder),
                                            &demuxer->parameters(), threads);
        if (!decoder) {
            return failure(decoder.error());
        }
        return FrameReader(video, samples, std::move(*demuxer), std::move(*decoder));
    };

    const std::int64_t first = first_frame == 0 ? 0 : packet_of_frame(video, first_frame);
    Result<FrameReader> reader = open_reader();
    if (reader && first > 0 && !reader->seek_to(first)) {
        reader = open_reader();  // no usable index: pass over everything before
    }
    if (reader) {
        reader->first_packet_ = static_cast<std::size_t>(first);
    }
    return reader;
}

// Where a seek lands is not believed: the packet found there is looked up in the survey.
bool FrameReader::seek_to(std::int64_t packet_index) {
    const auto target = static_cast<std::size_t>(packet_index);
    if (!demuxer_.seek(video_->packets[target]) ||
        demuxer_.read(*packet_) != Demuxer::Outcome::packet) {
        return false;
    }
    for (std::size_t i = target + 1; i-- > 0;) {
        const RawPacket& known = video_->packets[i];
        if (known.position >= 0 && known.position == packet_->pos && known.pts == packet_->pts &&
            known.bytes == static_cast<std::uint32_t>(packet_->size)) {
            next_packet_ = i;
            packet_is_read_ = true;
            return true;
        }
    }
    return false;
}

Result<bool> FrameReader::step(AVFrame& frame) {
    const auto outcome = decoder_.receive(frame);
    switch (outcome) {
        case PictureDecoder::Outcome::picture:
            return accept(frame);
        case PictureDecoder::Outcome::ended:
            ended_ = true;
            return false;
        case PictureDecoder::Outcome::needs_packet:
            return feed().map([] { return false; });
        default:
            return note(outcome).map([] { return false; });
    }
}

Result<bool> FrameReader::accept(const AVFrame& frame) {
    decoded_pixels_ += static_cast<std::int64_t>(frame.width) * frame.height;
    if (decoded_pixels_ > limits::decoded_pixels_max) {
        return failure(ErrorCode::over_budget, "the video takes more decoding than is allowed");
    }
    if (frame.decode_error_flags != 0 || (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0) {
        ++damaged_frames_;
    }
    if (video_->numbered_by_output) {
        ++number_;
        return true;
    }
    if (frame.pts == AV_NOPTS_VALUE || frame.pts <= number_) {
        ++damaged_frames_;  // belongs before a frame that is already out
        return false;
    }
    number_ = frame.pts;
    return true;
}

Result<void> FrameReader::note(PictureDecoder::Outcome outcome) {
    if (outcome == PictureDecoder::Outcome::out_of_memory) {
        return failure(ErrorCode::decoder_out_of_memory, "out of memory while decoding");
    }
    if (outcome == PictureDecoder::Outcome::too_large) {
        return failure(ErrorCode::too_many_pixels, "a picture of the video is too large");
    }
    if (outcome == PictureDecoder::Outcome::damaged) {
        ++damaged_frames_;
        ended_ = ended_ || ++fruitless_ > fruitless_max;
    }
    return {};
}

// The next packet of the file into packet_, false at the end of the list. The list is the
// survey's: a reading never goes further than the numbers do.
bool FrameReader::read_packet() {
    if (next_packet_ >= video_->packets.size()) {
        return false;
    }
    const bool have = std::exchange(packet_is_read_, false) ||
                      demuxer_.read(*packet_) == Demuxer::Outcome::packet;
    next_packet_ += have ? 1 : 0;
    return have;
}

bool FrameReader::is_sample(std::int32_t number) const {
    return std::binary_search(
        samples_.begin(), samples_.end(), core::Sample{number, 0, 0},
        [](const core::Sample& a, const core::Sample& b) { return a.number < b.number; });
}

Result<void> FrameReader::feed() {
    do {
        if (!read_packet()) {
            return note(decoder_.send(nullptr));
        }
    } while (next_packet_ <= first_packet_ || packet_->size == 0);
    const std::int32_t number = video_->number[next_packet_ - 1];
    packet_->pts = video_->numbered_by_output || number < 0 ? AV_NOPTS_VALUE : number;
    packet_->dts = AV_NOPTS_VALUE;
    // A frame without a number of its own may be one that is wanted.
    decoder_.decode_unreferenced(packet_->pts == AV_NOPTS_VALUE || is_sample(number));
    fruitless_ = 0;
    return note(decoder_.send(packet_.get()));
}

}  // namespace mobilscan::decoder
