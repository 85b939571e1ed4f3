// The survey of a video: one pass over its packets, nothing decoded.
#pragma once

#include <functional>
#include <vector>

#include "core/result.h"
#include "core/survey.h"
#include "decoder/file_input.h"
#include "decoder/timeline.h"

namespace mobilscan::decoder {

// A survey with what decoding needs to find the frames again.
struct SurveyedVideo {
    core::Survey survey;               // its packets are the timeline's frames
    std::vector<RawPacket> packets;    // in the order of the file
    std::vector<std::int32_t> number;  // frame number of each packet, -1 for those not shown
    bool numbered_by_output = false;   // see timeline.h
};

// Borrows `file`. `alive` is called after every packet.
// Errors: those of Demuxer::open; corrupt_media (not one packet), over_budget (longer than
// limits::duration_seconds_max, more than limits::packets_max packets).
[[nodiscard]] Result<SurveyedVideo> survey_video(int file, Clock::time_point deadline,
                                                 const std::function<void()>& alive);

}  // namespace mobilscan::decoder
