// VideoFrameSource: the sampled frames of one video, decoded in its child process.
//
// The child decodes ahead into a ring of shared slots while the caller reads; colours and
// orientation are applied in next(), on the caller's thread. Destroying the source in the middle
// cancels: the child is killed and reaped within milliseconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/decoder_protocol.h"
#include "core/plan.h"
#include "image/frame_source.h"
#include "media/end_report.h"
#include "media/video.h"

namespace mobilscan::media {

class PixelRing;

// Which frames: a whole video, one segment, or the rest of a segment that is resumed at a chunk.
struct FrameRequest {
    std::int64_t first_frame = 0;       // where decoding starts: Segment::first_frame
    std::vector<core::Sample> samples;  // rising; none before first_frame
};

class VideoFrameSource final : public image::FrameSource {
public:
    // Takes the video, whose decoder serves this one request.
    VideoFrameSource(Video video, FrameRequest request);
    ~VideoFrameSource() override;
    VideoFrameSource(const VideoFrameSource&) = delete;
    VideoFrameSource& operator=(const VideoFrameSource&) = delete;

    // Every frame has the survey's size after orientation, also where a stream changes its own.
    // Errors: corrupt_media (not one frame could be decoded), over_budget, and decoder_*.
    [[nodiscard]] Result<std::optional<image::Frame>> next() override;

    // Meaningful once next() has returned nothing; before, the default value.
    [[nodiscard]] const EndReport& report() const noexcept { return report_; }

    [[nodiscard]] const core::Survey& survey() const noexcept { return video_.survey(); }

private:
    enum class State { not_started, running, ended, failed };

    [[nodiscard]] Result<void> start();
    [[nodiscard]] Result<std::optional<image::Frame>> receive();
    [[nodiscard]] Result<std::optional<image::Frame>> take(const core::wire::Frame& frame);
    [[nodiscard]] Result<std::optional<image::Frame>> finish(std::int64_t stopped_at_us,
                                                             std::int64_t damaged_frames);
    [[nodiscard]] Result<std::optional<image::Frame>> fail(core::Error error);

    Video video_;
    FrameRequest request_;
    std::unique_ptr<PixelRing> ring_;
    State state_ = State::not_started;
    std::size_t next_sample_ = 0;  // samples before this one are delivered or given up
    std::int64_t delivered_ = 0;
    std::chrono::milliseconds waited_{0};  // for the decoder, in all calls
    std::optional<core::Error> error_;
    EndReport report_;
};

}  // namespace mobilscan::media
