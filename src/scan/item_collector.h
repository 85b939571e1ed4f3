// ItemCollector: joins detections of consecutive samples into items.
//
// The rule is plain: a detection belongs to the item that was seen one or two samples ago at about
// the same place with the same text, look-alike characters taken as one. A value; from one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/detection.h"

namespace mobilscan::scan {

class ItemCollector {
public:
    // Takes in the detections of one sample and returns for each the index of its item in items().
    // `sample` is its place among all samples of the video and rises from call to call; a sample
    // that is left out is one in which nothing was found.
    std::vector<std::size_t> add_sample(std::int64_t sample,
                                        std::span<const core::Detection> detections);

    // All items so far, by first appearance.
    [[nodiscard]] std::vector<core::Item> items() const;

private:
    struct Track {
        core::Item item;  // text, confidence and best are those of the surest reading
        core::Quad last_quad{};
        std::int64_t last_sample = 0;
        std::map<std::string, std::int64_t> readings;  // text -> times read
    };

    void update(Track& track, const core::Detection& detection) const;
    [[nodiscard]] std::optional<std::size_t> track_of(const core::Detection& detection) const;

    std::vector<Track> tracks_;
    std::size_t first_active_ = 0;  // tracks before it were last seen too long ago
    std::int64_t sample_ = -1;      // the last one that was added
};

}  // namespace mobilscan::scan
