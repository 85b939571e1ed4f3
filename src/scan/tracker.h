// Tracker: follows labels and codes from sample to sample.
//
// A fold over what was read: the same readings in the same order give the same tracks. In each
// sample the tracks are moved as the labels moved that are recognised by their text alone; then
// readings and tracks that agree in place and text are paired, the surest pair first.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scan/track.h"

namespace mobilscan::scan {

struct TrackerOptions {
    // A label may be missed in some samples and still be the same. More keeps more labels whole
    // through a swing of the camera, and takes more of those that look alike for one.
    std::int64_t samples_missed_max = 3;
    // Of the boxes of a track and a reading, intersection over the smaller: what is about the same
    // place.
    float overlap_min = 0.3F;
    float similarity_min = 0.5F;  // of texts in the same place
    // A text that is so much alike is followed further than its place says, so many of its widths.
    float follow_similarity_min = 0.85F;
    float follow_widths_max = 2.0F;
    // The same where two labels or more, recognised by their text alone, say how the picture moved.
    float known_follow_widths_max = 0.7F;
    // Two readings that are both so sure contradict each other when a character that is sure in
    // both is another one: labels that are numbered on, not a slip.
    float sure_reading_min = 0.9F;
    float sure_character_min = 0.9F;
    float contradiction_cost = 0.5F;  // of similarity, for one such character or more
};

class Tracker {
public:
    explicit Tracker(const TrackerOptions& options = {}) : options_(options) {}

    // Takes in the readings of one sample and returns for each the index of its track in tracks().
    // `sample` is its place among all samples and rises from call to call; one that is left out is
    // one in which nothing was read.
    std::vector<std::size_t> add_sample(std::int64_t sample, std::span<const Sight> sights);

    // All tracks so far, by first appearance.
    [[nodiscard]] const std::vector<Track>& tracks() const { return tracks_; }

private:
    struct Pair {
        std::size_t track = 0;
        std::size_t sight = 0;
        float score = 0;
    };

    void forget_old();
    void move_places(std::span<const Sight> sights);
    [[nodiscard]] std::vector<Pair> candidates(std::span<const Sight> sights) const;
    [[nodiscard]] float score(const Track& track, const Sight& sight) const;
    [[nodiscard]] bool contradicts(const Track& track, const Sight& sight) const;
    [[nodiscard]] std::size_t begin_track(const Sight& sight);
    void see(Track& track, const Sight& sight) const;
    void note_neighbours(std::span<const Sight> sights, std::span<const std::size_t> joined);

    TrackerOptions options_;
    std::vector<Track> tracks_;
    std::vector<std::size_t> active_;  // tracks that may be seen again
    std::int64_t sample_ = -1;         // the last one that was added
    core::Point last_shift_;           // of the places, from sample to sample
    std::size_t anchors_ = 0;          // labels that the last move of places went by
};

}  // namespace mobilscan::scan
