// FrameReader: the frames of a surveyed video from one key frame on, each with its number.
//
// The numbers of the survey ride through libav as presentation times: packets are renumbered
// before they are decoded, so whatever a file says about time cannot confuse the order. A resumed
// reading therefore meets the same frames under the same numbers.
#pragma once

#include <cstdint>
#include <span>

#include "core/plan.h"
#include "core/result.h"
#include "decoder/demuxer.h"
#include "decoder/picture_decoder.h"
#include "decoder/video_survey.h"

namespace mobilscan::decoder {

class FrameReader {
public:
    // Borrows all but the numbers. Decoding starts at the packet of frame `first_frame`, a key
    // frame of the survey (0: at the first packet). The frames with which `samples` begin are
    // decoded, and whatever they need; other frames come or not. Errors: usage (not a key frame),
    // and those of Demuxer::open and PictureDecoder::open.
    [[nodiscard]] static Result<FrameReader> open(int file, const SurveyedVideo& video,
                                                  std::int64_t first_frame,
                                                  std::span<const core::Sample> samples,
                                                  int threads);

    // Turns one packet or one picture: call it in a loop. True: `frame` holds a picture, number()
    // its number. False: nothing yet, or ended().
    // Errors: too_many_pixels, over_budget (limits::decoded_pixels_max), decoder_out_of_memory.
    [[nodiscard]] Result<bool> step(AVFrame& frame);

    [[nodiscard]] bool ended() const noexcept { return ended_; }
    [[nodiscard]] std::int64_t number() const noexcept { return number_; }
    [[nodiscard]] std::int64_t damaged_frames() const noexcept { return damaged_frames_; }

private:
    FrameReader(const SurveyedVideo& video, std::span<const core::Sample> samples, Demuxer demuxer,
                PictureDecoder decoder)
        : video_(&video),
          samples_(samples),
          demuxer_(std::move(demuxer)),
          decoder_(std::move(decoder)),
          packet_(new_packet()) {}

    [[nodiscard]] bool seek_to(std::int64_t packet_index);
    [[nodiscard]] Result<void> feed();
    [[nodiscard]] bool read_packet();
    [[nodiscard]] bool is_sample(std::int32_t number) const;
    [[nodiscard]] Result<void> note(PictureDecoder::Outcome outcome);
    [[nodiscard]] Result<bool> accept(const AVFrame& frame);

    const SurveyedVideo* video_;
    std::span<const core::Sample> samples_;  // rising
    Demuxer demuxer_;
    PictureDecoder decoder_;
    LibavPtr<AVPacket> packet_;
    bool packet_is_read_ = false;   // packet_ holds the packet next_packet_ already
    std::size_t next_packet_ = 0;   // index of the next packet of the file
    std::size_t first_packet_ = 0;  // packets before this one are passed over
    bool ended_ = false;
    std::int64_t number_ = -1;  // of the last picture
    std::int64_t damaged_frames_ = 0;
    std::int64_t decoded_pixels_ = 0;
    int fruitless_ = 0;  // damaged outcomes since the last packet
};

}  // namespace mobilscan::decoder
