#include "core/plan.h"

#include <algorithm>
#include <string>

#include "core/limits.h"

namespace mobilscan::core {
namespace {

constexpr std::size_t chunk_samples_last_small = 4;
constexpr std::int64_t segment_us = limits::segment_seconds * 1'000'000;

// First frames of the segments, in order; frame 0 begins the first one, key or not.
std::vector<std::int64_t> segment_starts(const std::vector<SurveyPacket>& packets) {
    std::vector<std::int64_t> starts{0};
    std::int64_t cut_from_us = packets.front().pts_us + segment_us;
    for (std::size_t i = 1; i < packets.size(); ++i) {
        if (packets[i].key && packets[i].pts_us >= cut_from_us) {
            starts.push_back(static_cast<std::int64_t>(i));
            cut_from_us = packets[i].pts_us + segment_us;
        }
    }
    return starts;
}

}  // namespace

Result<Plan> make_plan(const Survey& survey, const PlanSettings& settings) {
    if (settings.every_frames < 1) {
        return failure(ErrorCode::usage, "frames are sampled every N, with N at least 1");
    }
    if (survey.packets.empty()) {
        return failure(ErrorCode::no_video, "the video holds no frame");
    }
    const auto frames = static_cast<std::int64_t>(survey.packets.size());
    if ((frames - 1) / settings.every_frames + 1 > limits::sampled_frames_max) {
        return failure(ErrorCode::over_budget, "more than " +
                                                   std::to_string(limits::sampled_frames_max) +
                                                   " frames would be read: sample fewer of them");
    }

    const std::int64_t every = std::min(settings.every_frames, frames);
    // The last third of a step is left out, so that two samples are never nearly two steps apart.
    const std::int64_t reach =
        settings.selection == FrameSelection::first ? 1 : (2 * every + 2) / 3;
    Plan plan;
    for (std::int64_t number = 0; number < frames; number += every) {
        plan.samples.push_back(
            {number, survey.packets[static_cast<std::size_t>(number)].pts_us, number + reach});
    }
    const std::vector<std::int64_t> starts = segment_starts(survey.packets);
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::int64_t end = i + 1 < starts.size() ? starts[i + 1] : frames;
        const auto index_of_first_from = [&](std::int64_t number) {
            return static_cast<std::size_t>((number + every - 1) / every);
        };
        plan.segments.push_back(
            {starts[i], end, {index_of_first_from(starts[i]), index_of_first_from(end)}});
        const SampleRange& inside = plan.segments.back().samples;
        if (inside.size() > 0) {
            Sample& last = plan.samples[inside.end - 1];
            last.end = std::min(last.end, end);
        }
    }
    return plan;
}

std::vector<SampleRange> chunks(const Segment& segment) {
    std::vector<SampleRange> parts;
    std::size_t size = 1;
    for (std::size_t begin = segment.samples.begin; begin < segment.samples.end;) {
        const std::size_t end = std::min(begin + size, segment.samples.end);
        parts.push_back({begin, end});
        begin = end;
        size = size < chunk_samples_last_small ? size * 2 : limits::chunk_samples;
    }
    return parts;
}

std::vector<ChunkFrames> chunk_frames(const Plan& plan, const Segment& segment) {
    std::vector<ChunkFrames> frames;
    for (const SampleRange& part : chunks(segment)) {
        const Sample& last = plan.samples[part.end - 1];
        frames.push_back({plan.samples[part.begin].number, last.number, last.end, frames.empty()});
    }
    return frames;
}

std::vector<ChunkFrames> chunk_frames(const Plan& plan) {
    std::vector<ChunkFrames> frames;
    for (const Segment& segment : plan.segments) {
        const std::vector<ChunkFrames> own = chunk_frames(plan, segment);
        frames.insert(frames.end(), own.begin(), own.end());
    }
    return frames;
}

}  // namespace mobilscan::core
