#include "decoder/session.h"

extern "C" {
#include <libavutil/frame.h>
}

#include <new>
#include <utility>

#include "core/limits.h"
#include "decoder/focus.h"
#include "decoder/frame_reader.h"
#include "decoder/frame_ring.h"
#include "decoder/picture_writer.h"
#include "decoder/still.h"
#include "decoder/video_survey.h"

namespace mobilscan::decoder {
namespace {

namespace wire = core::wire;
using core::ErrorCode;

class Session {
public:
    explicit Session(Channel& channel) : channel_(channel) {}

    // False when the conversation is over because of what was said.
    bool answer(Message& request);

private:
    Result<void> survey(Message& request);
    Result<void> decode(Message& request);
    Result<void> still(Message& request);

    Result<std::vector<core::Sample>> receive_samples(std::int64_t count);
    Result<std::uint32_t> wait_for_slot(FrameRing& ring);
    Result<void> deliver(FrameReader& reader, FrameRing& ring,
                         const std::vector<core::Sample>& samples);
    Result<void> send_frame(const AVFrame& frame, std::int64_t number, FrameRing& ring);

    Channel& channel_;
    core::Descriptor file_;  // of the surveyed video
    std::optional<SurveyedVideo> video_;
    int threads_ = 1;
    std::optional<FrameRing> still_ring_;
    PictureWriter writer_;
};

tl::unexpected<core::Error> unexpected_message() {
    return failure(ErrorCode::protocol_violation, "the request does not fit here");
}

bool Session::answer(Message& request) {
    const auto type = wire::peek(request.bytes);
    if (type == wire::Type::release) {
        return true;  // of one of the last frames, behind the end of its reading
    }
    Result<void> done = unexpected_message();
    if (type == wire::Type::survey_request) {
        done = survey(request);
    } else if (type == wire::Type::decode_request) {
        done = decode(request);
    } else if (type == wire::Type::still_request) {
        done = still(request);
    }
    if (!done) {
        channel_.send(wire::bytes_of(wire::make_failed(done.error())));
        return done.error().code != ErrorCode::protocol_violation;
    }
    return true;
}

Result<void> Session::survey(Message& request) {
    const auto asked = wire::parse_survey_request(request.bytes);
    if (!asked || request.descriptors.size() != 1 || video_) {
        return unexpected_message();
    }
    file_ = std::move(request.descriptors.front());
    threads_ = static_cast<int>(asked->threads);
    auto video = survey_video(file_.get(), Clock::now() + limits::decoder_survey_seconds,
                              [this] { channel_.keep_alive(); });
    if (!video) {
        return failure(video.error());
    }
    video_ = std::move(*video);
    channel_.send(wire::bytes_of(wire::make_survey_head(video_->survey)));
    for (const auto& part : wire::pack_packets(video_->survey.packets)) {
        channel_.send(part);
    }
    return {};
}

Result<std::vector<core::Sample>> Session::receive_samples(std::int64_t count) {
    std::vector<core::Sample> samples;
    while (static_cast<std::int64_t>(samples.size()) < count) {
        const auto message = channel_.receive();
        if (!message || !wire::append_samples(message->bytes, count, samples)) {
            return unexpected_message();
        }
    }
    return samples;
}

Result<void> Session::decode(Message& request) {
    const auto asked = wire::parse_decode_request(request.bytes);
    if (!asked || request.descriptors.size() != 1 || !video_) {
        return unexpected_message();
    }
    const auto samples = receive_samples(asked->samples);
    if (!samples) {
        return failure(samples.error());
    }
    auto ring = FrameRing::map(request.descriptors.front(), asked->slots, asked->slot_bytes);
    if (!ring) {
        return failure(ring.error());
    }
    auto reader = FrameReader::open(file_.get(), *video_, asked->first_frame, *samples, threads_);
    if (!reader) {
        return failure(reader.error());
    }
    return deliver(*reader, *ring, *samples);
}

// The sharpest frame of a stretch of video, the first of those that are about as sharp.
class Sharpest {
public:
    // Takes what the frame holds if it is sharper than what was taken since the last clear().
    void consider(AVFrame& frame, std::int64_t number) {
        const double sharpness = focus(frame);
        if (number_ < 0 || sharpness > sharper_min * sharpness_) {
            av_frame_unref(frame_.get());
            av_frame_move_ref(frame_.get(), &frame);
            number_ = number;
            sharpness_ = sharpness;
        }
    }
    [[nodiscard]] bool empty() const noexcept { return number_ < 0; }
    [[nodiscard]] const AVFrame& frame() const noexcept { return *frame_; }
    [[nodiscard]] std::int64_t number() const noexcept { return number_; }
    void clear() noexcept { number_ = -1; }

private:
    static constexpr double sharper_min = 1.05;

    LibavPtr<AVFrame> frame_ = new_frame();
    std::int64_t number_ = -1;
    double sharpness_ = 0;
};

// The main loop: decodes, hands over the sharpest frame of each sample, drops the others. A sample
// of which no frame can be decoded is left out.
Result<void> Session::deliver(FrameReader& reader, FrameRing& ring,
                              const std::vector<core::Sample>& samples) {
    const LibavPtr<AVFrame> frame = new_frame();
    const auto& times = video_->survey.packets;
    auto end = wire::make<wire::End>();
    bool any = false;
    Sharpest sharpest;
    auto sample = samples.begin();
    const auto finish_sample = [&]() -> Result<void> {
        ++sample;
        if (sharpest.empty()) {
            return {};
        }
        auto sent = send_frame(sharpest.frame(), sharpest.number(), ring);
        sharpest.clear();
        return sent;
    };
    while (sample != samples.end() && !reader.ended()) {
        channel_.keep_alive();
        const Result<bool> is_picture = reader.step(*frame);
        if (!is_picture) {
            return failure(is_picture.error());
        }
        const auto index = static_cast<std::size_t>(reader.number());
        if (!*is_picture || index >= times.size()) {
            continue;
        }
        any = true;
        end.stopped_at_us = times[index].pts_us;
        while (sample != samples.end() && sample->end <= reader.number()) {
            if (const auto sent = finish_sample(); !sent) {
                return sent;
            }
        }
        if (sample == samples.end() || reader.number() < sample->number) {
            continue;
        }
        sharpest.consider(*frame, reader.number());
        if (reader.number() + 1 == sample->end) {
            if (const auto sent = finish_sample(); !sent) {
                return sent;
            }
        }
    }
    if (!sharpest.empty()) {
        if (const auto sent = finish_sample(); !sent) {
            return sent;
        }
    }
    if (!any) {
        return failure(ErrorCode::corrupt_media, "not one frame of the video can be decoded");
    }
    end.damaged_frames = reader.damaged_frames();
    channel_.send(wire::bytes_of(end));
    return {};
}

Result<std::uint32_t> Session::wait_for_slot(FrameRing& ring) {
    for (;;) {
        if (const auto slot = ring.free_slot()) {
            return *slot;
        }
        const auto message = channel_.receive();
        if (!message) {
            return unexpected_message();
        }
        const auto release = wire::parse_release(message->bytes, ring.slots());
        if (!release) {
            return failure(release.error());
        }
        ring.take_back(release->slot);
    }
}

wire::Frame describe(const WrittenPicture& picture, core::Orientation orientation) {
    auto message = wire::make<wire::Frame>();
    message.width = picture.width;
    message.height = picture.height;
    message.format = picture.format;
    message.matrix = picture.matrix;
    message.range = picture.range;
    message.orientation = static_cast<std::uint8_t>(orientation);
    return message;
}

Result<void> Session::send_frame(const AVFrame& frame, std::int64_t number, FrameRing& ring) {
    const auto slot = wait_for_slot(ring);
    if (!slot) {
        return failure(slot.error());
    }
    const core::Survey& survey = video_->survey;
    const auto picture = writer_.write_video(frame, survey.width, survey.height, ring.slot(*slot));
    if (!picture) {
        return failure(picture.error());
    }
    auto message = describe(*picture, survey.orientation);
    message.number = number;
    message.pts_us = survey.packets[static_cast<std::size_t>(number)].pts_us;
    message.slot = *slot;
    ring.hand_over(*slot);
    channel_.send(wire::bytes_of(message));
    return {};
}

// The ring comes with the first request, as its second descriptor. It has one slot, which is
// free again when the next request arrives.
Result<void> Session::still(Message& request) {
    const auto asked = wire::parse_still_request(request.bytes);
    const std::size_t descriptors = still_ring_ ? 1 : 2;
    if (!asked || request.descriptors.size() != descriptors) {
        return unexpected_message();
    }
    if (!still_ring_) {
        auto ring = FrameRing::map(request.descriptors[1], 1, asked->slot_bytes);
        if (!ring) {
            return failure(ring.error());
        }
        still_ring_ = std::move(*ring);
    }
    const auto still = decode_still(request.descriptors.front().get());
    if (!still) {
        return failure(still.error());
    }
    const auto picture = writer_.write_still(*still->frame, still_ring_->slot(0));
    if (!picture) {
        return failure(picture.error());
    }
    channel_.send(wire::bytes_of(describe(*picture, still->orientation)));
    return {};
}

}  // namespace

int run_session(Channel& channel, int sandbox_tier) {
    auto hello = wire::make<wire::Hello>();
    hello.sandbox_tier = static_cast<std::uint32_t>(sandbox_tier);
    channel.send(wire::bytes_of(hello));
    try {
        Session session(channel);
        while (auto request = channel.receive()) {
            if (!session.answer(*request)) {
                return 1;
            }
        }
        return 0;
    } catch (const std::bad_alloc&) {
        channel.send(
            wire::bytes_of(wire::make_failed({ErrorCode::decoder_out_of_memory, "out of memory"})));
        return 1;
    }
}

}  // namespace mobilscan::decoder
