// ItemCollector: joins detections of consecutive samples into items.
//
// The rule is plain: a detection belongs to the item that was seen one or two samples ago at about
// the same place with the same text, look-alike characters taken as one. A value; from one thread.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/detection.h"

namespace mobilscan::scan {

class ItemCollector {
public:
    // Takes in the detections of the next sample, possibly none. Samples come in time order.
    void add_sample(std::span<const core::Detection> detections);

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
    [[nodiscard]] Track* track_of(const core::Detection& detection);

    std::vector<Track> tracks_;
    std::size_t first_active_ = 0;  // tracks before it were last seen too long ago
    std::int64_t sample_ = 0;
};

}  // namespace mobilscan::scan
