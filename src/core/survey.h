// Survey: what one demux-only pass over a video tells, before anything is decoded.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/orientation.h"

namespace mobilscan::core {

// One coded picture.
struct SurveyPacket {
    std::int64_t pts_us;  // presentation time in microseconds, the first shown frame at 0
    std::uint32_t bytes;  // coded size
    bool key;             // decoding can start here
};

// A video as its container describes it. `packets` is sorted by presentation time, so the index
// of a packet is the frame number that users see (0-based). Times strictly rise.
struct Survey {
    std::string container;   // "mp4", "matroska", "avi", ...
    std::string codec;       // "h264", "hevc", ...
    std::int32_t width = 0;  // of the stored picture, before orientation
    std::int32_t height = 0;
    Orientation orientation = Orientation::as_stored;
    std::int64_t duration_us = 0;  // end of the last frame
    bool truncated = false;        // the file ends before the container says it should
    std::vector<SurveyPacket> packets;
};

}  // namespace mobilscan::core
