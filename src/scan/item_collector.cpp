#include "scan/item_collector.h"

#include <algorithm>
#include <utility>

#include "core/check.h"
#include "core/text.h"

namespace mobilscan::scan {
namespace {

using core::Detection;
using core::Item;
using core::Kind;

// A label may be missed in one sample and still be the same.
constexpr std::int64_t samples_apart_max = 2;

// Between two samples a label moves at most this many of its own widths.
constexpr float widths_moved_max = 2.0F;

bool near(const core::Quad& a, const core::Quad& b) {
    if (core::overlap(core::bounding_box(a), core::bounding_box(b)) > 0) {
        return true;
    }
    const float width = std::max(core::text_width(a), core::text_width(b));
    return core::distance(core::centre(a), core::centre(b)) < widths_moved_max * width;
}

// Equal up to look-alikes. No further: PART 1 and PART 2 are two labels.
bool alike(const std::string& a, const std::string& b) {
    const std::string folded = core::folded(a);
    return a == b || (!folded.empty() && folded == core::folded(b));
}

bool may_be_same(const Item& item, const Detection& detection) {
    if (item.kind != detection.kind || item.format != detection.format) {
        return false;
    }
    return detection.kind == Kind::barcode ? item.text == detection.text
                                           : alike(item.text, detection.text);
}

Item item_with(const Detection& detection, std::int64_t first_seen_us, std::int64_t sightings) {
    Item item;
    item.kind = detection.kind;
    item.text = detection.text;
    item.format = detection.format;
    item.confidence = detection.confidence;
    item.first_seen_us = first_seen_us;
    item.last_seen_us = detection.timestamp_us;
    item.sightings = sightings;
    item.best = {detection.frame_number, detection.timestamp_us, detection.quad};
    return item;
}

}  // namespace

std::vector<std::size_t> ItemCollector::add_sample(std::int64_t sample,
                                                   std::span<const Detection> detections) {
    CHECK(sample > sample_);
    sample_ = sample;
    while (first_active_ < tracks_.size() &&
           sample_ - tracks_[first_active_].last_sample > samples_apart_max) {
        ++first_active_;
    }
    std::vector<std::size_t> joined;
    for (const Detection& detection : detections) {
        if (const auto track = track_of(detection)) {
            update(tracks_[*track], detection);
            joined.push_back(*track);
        } else {
            joined.push_back(tracks_.size());
            tracks_.push_back({item_with(detection, detection.timestamp_us, 1),
                               detection.quad,
                               sample_,
                               {{detection.text, 1}}});
        }
    }
    return joined;
}

// The nearest track that was not yet seen in this sample: two equal labels stay two.
std::optional<std::size_t> ItemCollector::track_of(const Detection& detection) const {
    std::optional<std::size_t> nearest;
    float nearest_distance = 0;
    for (std::size_t i = first_active_; i < tracks_.size(); ++i) {
        const Track& track = tracks_[i];
        const std::int64_t apart = sample_ - track.last_sample;
        if (apart < 1 || apart > samples_apart_max || !near(track.last_quad, detection.quad) ||
            !may_be_same(track.item, detection)) {
            continue;
        }
        const float away =
            core::distance(core::centre(track.last_quad), core::centre(detection.quad));
        if (!nearest || away < nearest_distance) {
            nearest = i;
            nearest_distance = away;
        }
    }
    return nearest;
}

void ItemCollector::update(Track& track, const Detection& detection) const {
    if (detection.confidence > track.item.confidence) {
        track.item = item_with(detection, track.item.first_seen_us, track.item.sightings);
    }
    track.item.last_seen_us = detection.timestamp_us;
    ++track.item.sightings;
    track.last_quad = detection.quad;
    track.last_sample = sample_;
    ++track.readings[detection.text];
}

std::vector<Item> ItemCollector::items() const {
    std::vector<Item> items;
    items.reserve(tracks_.size());
    for (const Track& track : tracks_) {
        std::vector<std::pair<std::string, std::int64_t>> others(track.readings.begin(),
                                                                 track.readings.end());
        std::erase_if(others, [&](const auto& other) { return other.first == track.item.text; });
        std::sort(others.begin(), others.end(), [](const auto& a, const auto& b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        });
        Item item = track.item;
        for (auto& [text, times] : others) {
            item.alternatives.push_back(std::move(text));
        }
        items.push_back(std::move(item));
    }
    return items;
}

}  // namespace mobilscan::scan
