#include "scan/memory.h"

#include "scan/chain.h"

namespace mobilscan::scan {

void Memory::add(std::int64_t frame_number, const std::vector<Sight>& sights) {
    forget_view();
    if (sights.empty()) {
        return;
    }
    sights_.clear();
    tracks_.clear();
    const auto joined = tracker_.add_sample(frame_number / every_frames_, sights);
    for (std::size_t i = 0; i < sights.size(); ++i) {
        if (sights[i].detection.kind == core::Kind::text) {
            sights_.push_back(sights[i]);
            tracks_.push_back(joined[i]);
        }
    }
}

void Memory::see(const image::Frame& frame) {
    const image::ImageView picture = frame.picture.view();
    view_.scene = image::scene_of(picture);
    view_.places.clear();
    for (const Sight& sight : sights_) {
        if (sight.detection.frame_number == frame.number) {
            const core::Quad& quad = sight.detection.quad;
            view_.places.push_back({quad, image::patch_of(picture, quad)});
        }
    }
}

std::string Memory::text(std::size_t place) const {
    return text_key(sights_[place].detection);
}

std::vector<Sight> Memory::readings(std::size_t place) const {
    // What was seen last must be what most readings say: a display may have changed.
    std::vector<Sight> readings;
    for (const Sight& sight : tracker_.tracks()[tracks_[place]].best) {
        if (!sight.is_carried) {
            readings.push_back(sight);
        }
    }
    if (readings.empty() || text_key(standing_reading(readings).detection) != text(place)) {
        return {};
    }
    return readings;
}

}  // namespace mobilscan::scan
