// FrameSource: where sampled frames come from. The seam between the product and the decoder
// process; tests put a made-up source here.
#pragma once

#include <cstdint>
#include <optional>

#include "core/result.h"
#include "image/image.h"

namespace mobilscan::image {

// One sampled frame, ready to be read.
struct Frame {
    std::int64_t number = 0;        // index in presentation order, 0-based
    std::int64_t timestamp_us = 0;  // presentation time, the video's first frame at 0
    Image picture;                  // BGR, displayed orientation
};

class FrameSource {
public:
    virtual ~FrameSource() = default;

    // The next frame in presentation order, nothing at the end, or why there will be no more.
    // Blocks; to be called from one thread. After an error or the end it stays there.
    [[nodiscard]] virtual Result<std::optional<Frame>> next() = 0;

protected:
    FrameSource() = default;
    FrameSource(const FrameSource&) = default;
    FrameSource& operator=(const FrameSource&) = default;
};

}  // namespace mobilscan::image
