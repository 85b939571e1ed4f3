// Track: one label or code, followed from sample to sample.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/detection.h"
#include "scan/sight.h"

namespace mobilscan::scan {

// Another label seen at the same time: where, from the middle of this one, in heights of this one,
// along its text and across it.
struct Neighbour {
    std::size_t track = 0;
    core::Point offset;
};

struct Track {
    // The weightiest readings, at most kept_max, by falling weight. A carried one is among them
    // only where it was the first.
    std::vector<Sight> best;
    std::map<std::string, std::int64_t> texts;       // each whole reading, how often it was read
    std::map<std::string, std::int64_t> cut_texts;   // the same of those that may be cut
    std::vector<std::int64_t> samples;               // in which it was seen, rising
    std::array<std::int64_t, 3> sightings_by_cut{};  // how many of these, by core::Cut
    std::int64_t first_seen_us = 0;
    std::int64_t last_seen_us = 0;
    core::Quad place{};  // where it is, or must be by how the others moved, in the last sample
    std::vector<Neighbour> neighbours;
    // The track in whose place this one began, reading much the same or a part of it.
    std::optional<std::size_t> begun_in;

    static constexpr std::size_t kept_max = 12;

    [[nodiscard]] std::int64_t sightings() const { return std::ssize(samples); }
    [[nodiscard]] std::int64_t sightings(core::Cut cut) const {
        return sightings_by_cut[static_cast<std::size_t>(cut)];
    }
    [[nodiscard]] std::int64_t first_sample() const { return samples.front(); }
    [[nodiscard]] std::int64_t last_sample() const { return samples.back(); }
    [[nodiscard]] const core::Detection& detection() const { return best.front().detection; }
};

// Samples between the last of the one and the first of the other; 0 where they overlap.
[[nodiscard]] inline std::int64_t samples_between(const Track& a, const Track& b) {
    return std::max<std::int64_t>(
        {0, b.first_sample() - a.last_sample(), a.first_sample() - b.last_sample()});
}

// How much a reading counts among others of the same label: positive.
[[nodiscard]] float weight(const Sight& sight);

}  // namespace mobilscan::scan
