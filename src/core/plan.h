// The plan of a scan: which frames are read, and how the work is cut.
//
// Pure: the same survey and settings give the same plan on every machine and with every number
// of workers, which is what lets a resumed job equal an uninterrupted one.
//
//   video    |K----------K--------------K---------|   K = key frame
//   segments |0          .    |1                  |   cut at the first key frame after 60 s
//   samples  |x . . x . . x . . x . . x . . x . . |   one of the first two thirds of each N
//   chunks   |x|xx|xxxx|xxxxxxxxxx|xxx|              1, 2, 4, then 10 samples; never across
//   segments
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/frame_selection.h"
#include "core/result.h"
#include "core/survey.h"

namespace mobilscan::core {

struct PlanSettings {
    std::int64_t every_frames = 30;  // samples begin at frames 0, N, 2N ... ; >= 1
    FrameSelection selection = FrameSelection::sharpest;
};

// A frame to be read: one of [number, end), never across the end of a segment. Indices are in
// presentation order, 0-based.
struct Sample {
    std::int64_t number = 0;
    std::int64_t pts_us = 0;  // time of frame `number` in the survey
    std::int64_t end = 0;     // number + 1: that very frame

    friend bool operator==(const Sample&, const Sample&) = default;
};

// Half-open range of indices into Plan::samples.
struct SampleRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
    friend bool operator==(const SampleRange&, const SampleRange&) = default;
};

// A stretch of the video that can be decoded by itself. Frames [first_frame, end_frame).
struct Segment {
    std::int64_t first_frame = 0;  // a key frame, or frame 0
    std::int64_t end_frame = 0;
    SampleRange samples;  // those inside; may be empty

    friend bool operator==(const Segment&, const Segment&) = default;
};

struct Plan {
    std::vector<Sample> samples;
    std::vector<Segment> segments;
};

// Errors: no_video (the survey lists no frame), over_budget (more than
// limits::sampled_frames_max samples), usage (every_frames < 1).
[[nodiscard]] Result<Plan> make_plan(const Survey& survey, const PlanSettings& settings);

// The samples of a segment in chunks of 1, 2, 4 and from there limits::chunk_samples; the last may
// be shorter. They begin small so that the first readings of a clip can be seen at once.
[[nodiscard]] std::vector<SampleRange> chunks(const Segment& segment);

// Which decoded frames belong to a chunk: those below `end` that no chunk before it has. The last
// of them has a number of `last` or more; it may be missing where the video is damaged.
struct ChunkFrames {
    std::int64_t first = 0;  // number of its first sample
    std::int64_t last = 0;   // number of its last sample
    std::int64_t end = 0;
    bool begins_segment = false;

    friend bool operator==(const ChunkFrames&, const ChunkFrames&) = default;
};

// Of the chunks of a segment of the plan, or of all its segments, in their order.
[[nodiscard]] std::vector<ChunkFrames> chunk_frames(const Plan& plan, const Segment& segment);
[[nodiscard]] std::vector<ChunkFrames> chunk_frames(const Plan& plan);

}  // namespace mobilscan::core
