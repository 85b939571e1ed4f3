// Timeline: from packets as a container tells them to frame numbers and times that hold.
//
// Containers lie about time: AVI has no presentation times, edit lists make them negative,
// muxers repeat them, streams lack a duration. The product needs frame numbers 0, 1, 2 ... in
// presentation order and times that strictly rise from 0. Pure.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/survey.h"

namespace mobilscan::decoder {

inline constexpr std::int64_t no_time = std::numeric_limits<std::int64_t>::min();

// A packet in the order of the file (decoding order).
struct RawPacket {
    std::int64_t pts = no_time;  // in units of TimeBase, no_time where unknown
    std::int64_t dts = no_time;
    std::int64_t position = -1;  // in the file, -1 where unknown
    std::int64_t duration = 0;   // in units of TimeBase, 0 where unknown
    std::uint32_t bytes = 0;
    bool key = false;
    bool shown = true;  // gives a frame that is to be seen
};

struct TimeBase {
    std::int32_t numerator = 1;  // seconds per unit, as a fraction
    std::int32_t denominator = 1'000'000;
};

struct TimelineSettings {
    TimeBase base;
    std::int64_t usual_frame_us = 40'000;  // where packets tell no time or duration
    // Presentation times of this container are guesses (AVI with a codec that reorders): the
    // n-th frame that leaves the decoder is number n, and only the first frame can be a start.
    bool times_are_guessed = false;
};

struct Timeline {
    std::vector<core::SurveyPacket> frames;  // by frame number
    std::vector<std::int32_t> number;        // of each raw packet; -1 for those not shown
    bool numbered_by_output = false;         // see times_are_guessed
    std::int64_t duration_us = 0;            // end of the last frame
};

// At least one packet must be shown. Times beyond the clock's range are clamped.
[[nodiscard]] Timeline make_timeline(std::span<const RawPacket> packets,
                                     const TimelineSettings& settings);

}  // namespace mobilscan::decoder
