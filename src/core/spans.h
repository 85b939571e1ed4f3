// Spans: when an item was in the picture, so that one that came back is told from one that stayed.
// Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mobilscan::core {

// A frame in which an item was seen.
struct Moment {
    std::int64_t frame_number = 0;
    std::int64_t timestamp_us = 0;
};

// From the first to the last moment of a stretch of sightings.
struct Span {
    std::int64_t first_us = 0;
    std::int64_t last_us = 0;

    friend bool operator==(const Span&, const Span&) = default;
};

// Joins the sightings of successive samples; the page does the same (readings/spans.ts). `moments`
// are in the order of time; `every_frames`: one of so many frames was read, not always the same
// one, so that samples are told by the numbers of their frames. What is missing for half a second
// was blurred or hidden, not elsewhere.
[[nodiscard]] std::vector<Span> spans_of(std::span<const Moment> moments,
                                         std::int64_t every_frames);

}  // namespace mobilscan::core
