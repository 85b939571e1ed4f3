#include "media/video_frame_source.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/decoder_protocol.h"
#include "core/limits.h"
#include "media/connection.h"
#include "media/pixel_ring.h"

namespace mobilscan::media {
namespace {

namespace wire = core::wire;
using core::ErrorCode;

// A picture of the survey's size in the larger of the two formats that videos are handed over in.
std::size_t picture_bytes(const core::Survey& survey) {
    return std::max(
        wire::picture_layout(wire::PixelFormat::i420, survey.width, survey.height).bytes,
        wire::picture_layout(wire::PixelFormat::nv12, survey.width, survey.height).bytes);
}

bool fits(const wire::Frame& frame, const core::Survey& survey) {
    return frame.width == survey.width && frame.height == survey.height &&
           frame.format != wire::PixelFormat::bgr24 &&
           frame.orientation == static_cast<std::uint8_t>(survey.orientation);
}

tl::unexpected<core::Error> violation(const char* what) {
    return failure(ErrorCode::protocol_violation, what);
}

}  // namespace

VideoFrameSource::VideoFrameSource(Video video, FrameRequest request)
    : video_(std::move(video)), request_(std::move(request)) {}

VideoFrameSource::~VideoFrameSource() = default;

Result<std::optional<image::Frame>> VideoFrameSource::next() {
    if (state_ == State::failed) {
        return failure(*error_);
    }
    if (state_ == State::not_started) {
        if (const auto started = start(); !started) {
            return fail(started.error());
        }
    }
    if (state_ == State::ended) {
        return std::nullopt;
    }
    auto frame = receive();
    if (!frame) {
        return fail(frame.error());
    }
    return frame;
}

// A decoder that failed is not spoken to again.
Result<std::optional<image::Frame>> VideoFrameSource::fail(core::Error error) {
    state_ = State::failed;
    error_ = error;
    video_.connection_.reset();
    return failure(std::move(error));
}

Result<void> VideoFrameSource::start() {
    if (request_.samples.empty()) {
        state_ = State::ended;
        return {};
    }
    auto ring = PixelRing::create(limits::decoder_ring_slots, picture_bytes(video_.survey()));
    if (!ring) {
        return failure(ring.error());
    }
    ring_ = std::move(*ring);
    auto request = wire::make<wire::DecodeRequest>();
    request.first_frame = request_.first_frame;
    request.samples = static_cast<std::int64_t>(request_.samples.size());
    request.slots = ring_->slots();
    request.slot_bytes = ring_->slot_bytes();
    Connection& connection = *video_.connection_;
    const std::array descriptors{ring_->memory()};
    if (auto sent = connection.send(wire::bytes_of(request), descriptors); !sent) {
        return sent;
    }
    for (const auto& part : wire::pack_samples(request_.samples)) {
        if (auto sent = connection.send(part); !sent) {
            return sent;
        }
    }
    state_ = State::running;
    return {};
}

Result<std::optional<image::Frame>> VideoFrameSource::receive() {
    const auto begin = std::chrono::steady_clock::now();
    const auto message = video_.connection_->receive(
        {video_.settings_.silence,
         std::max(limits::decoder_waited_seconds - waited_, std::chrono::milliseconds(0))});
    waited_ += std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begin);
    if (!message) {
        return failure(message.error());
    }
    if (wire::peek(*message) == wire::Type::end) {
        return wire::parse_end(*message).and_then(
            [&](const wire::End& end) { return finish(end.stopped_at_us, end.damaged_frames); });
    }
    const auto frame = wire::parse_frame(*message, ring_->slots(), ring_->slot_bytes());
    if (!frame) {
        return failure(frame.error());
    }
    return take(*frame);
}

// The frame must be one of a sample that was asked for, each sample's at most once and in order.
Result<std::optional<image::Frame>> VideoFrameSource::take(const wire::Frame& frame) {
    const auto& samples = request_.samples;
    const auto sample = std::upper_bound(
        samples.begin() + static_cast<std::ptrdiff_t>(next_sample_), samples.end(), frame.number,
        [](std::int64_t number, const core::Sample& a) { return number < a.end; });
    const auto& packets = video_.survey().packets;
    if (sample == samples.end() || frame.number < sample->number ||
        static_cast<std::size_t>(frame.number) >= packets.size() ||
        packets[static_cast<std::size_t>(frame.number)].pts_us != frame.pts_us) {
        return violation("the decoder sent a frame that nobody asked for");
    }
    if (!fits(frame, video_.survey())) {
        return violation("the decoder sent a picture of another kind than it announced");
    }
    next_sample_ = static_cast<std::size_t>(sample - samples.begin()) + 1;
    ++delivered_;
    image::Frame taken{frame.number, frame.pts_us, image::to_bgr(ring_->picture(frame))};

    auto release = wire::make<wire::Release>();
    release.slot = frame.slot;
    // A decoder that has sent its last frame may be gone already; the next call will tell.
    static_cast<void>(video_.connection_->send(wire::bytes_of(release)));
    return taken;
}

Result<std::optional<image::Frame>> VideoFrameSource::finish(std::int64_t stopped_at_us,
                                                             std::int64_t damaged_frames) {
    state_ = State::ended;
    report_.stopped_at_us = std::min(stopped_at_us, video_.survey().duration_us);
    report_.duration_us = video_.survey().duration_us;
    report_.damaged_frames = damaged_frames;
    report_.missing_samples = static_cast<std::int64_t>(request_.samples.size()) - delivered_;
    if (video_.survey().truncated) {
        report_.reason = EndReport::Reason::truncated;
    } else if (next_sample_ < request_.samples.size()) {
        report_.reason = EndReport::Reason::damaged;
    }
    video_.connection_.reset();
    return std::nullopt;
}

}  // namespace mobilscan::media
