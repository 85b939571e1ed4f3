#include "scan/tracker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "core/check.h"
#include "core/movement.h"
#include "scan/alignment.h"

namespace mobilscan::scan {
namespace {

using core::Kind;
using core::Point;
using core::Quad;

constexpr std::size_t neighbours_max = 8;

// Intersection over the smaller of both, 0 to 1.
float containment(const core::Box& a, const core::Box& b) {
    const float width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1);
    const float height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1);
    if (width <= 0 || height <= 0) {
        return 0;
    }
    const float smaller = std::min((a.x2 - a.x1) * (a.y2 - a.y1), (b.x2 - b.x1) * (b.y2 - b.y1));
    return smaller > 0 ? width * height / smaller : 0;
}

// One for texts that are equal but for look-alikes; less for every character that is another.
float text_similarity(const Track& track, const Sight& sight) {
    return similarity(track.best.front().characters, sight.characters);
}

// The same, of the shorter text and the part of the longer one that is most like it.
float part_similarity(const Track& track, const Sight& sight) {
    const auto& a = track.best.front().characters;
    const auto& b = sight.characters;
    const std::size_t shorter = std::min(a.size(), b.size());
    const std::size_t longer = std::max(a.size(), b.size());
    if (shorter == 0) {
        return 0;
    }
    // What the longer one has more costs as much in any alignment; the rest is the part's own.
    const float own = aligned(a, b).cost - gap_cost * static_cast<float>(longer - shorter);
    return std::max(0.0F, 1 - own / static_cast<float>(shorter));
}

// Whether a place of both readings holds surely one character in one and surely another in the
// other.
bool have_other_characters(const Sight& a, const Sight& b, float sure_min) {
    for (const AlignedPair& pair : aligned(a.characters, b.characters).pairs) {
        if (!pair.a || !pair.b) {
            continue;
        }
        const ocr::CharacterReading& one = a.characters[*pair.a];
        const ocr::CharacterReading& other = b.characters[*pair.b];
        constexpr float unlike = 0.05F;
        if (one.confidence >= sure_min && other.confidence >= sure_min &&
            likeness(one, other) < unlike) {
            return true;
        }
    }
    return false;
}

}  // namespace

float weight(const Sight& sight) {
    constexpr float of_cut = 0.05F;
    constexpr float least = 1e-4F;
    const float sure = sight.detection.confidence * sight.detection.confidence;
    return std::max(least, sight.cut == core::Cut::no ? sure : of_cut * sure);
}

std::vector<std::size_t> Tracker::add_sample(std::int64_t sample, std::span<const Sight> sights) {
    if (sights.empty()) {
        return {};
    }
    CHECK(sample > sample_);
    sample_ = sample;
    forget_old();
    move_places(sights);

    constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::vector<std::size_t> joined(sights.size(), none);
    std::vector<bool> taken(tracks_.size());
    for (const Pair& pair : candidates(sights)) {
        if (joined[pair.sight] == none && !taken[pair.track]) {
            joined[pair.sight] = pair.track;
            taken[pair.track] = true;
        }
    }
    for (std::size_t i = 0; i < sights.size(); ++i) {
        if (joined[i] == none) {
            joined[i] = begin_track(sights[i]);
        }
    }
    for (std::size_t i = 0; i < sights.size(); ++i) {
        see(tracks_[joined[i]], sights[i]);
    }
    note_neighbours(sights, joined);
    return joined;
}

void Tracker::forget_old() {
    std::erase_if(active_, [this](std::size_t track) {
        return sample_ - tracks_[track].last_sample() > options_.samples_missed_max + 1;
    });
}

// The labels that are recognised by their text alone, seen once before and once now, say how the
// picture moved; without any it goes on as it did.
void Tracker::move_places(std::span<const Sight> sights) {
    struct Seen {
        std::vector<std::size_t> tracks;
        std::vector<std::size_t> sights;
    };
    std::map<std::string, Seen> by_text;
    for (const std::size_t track : active_) {
        by_text[text_key(tracks_[track].detection())].tracks.push_back(track);
    }
    for (std::size_t i = 0; i < sights.size(); ++i) {
        by_text[text_key(sights[i].detection)].sights.push_back(i);
    }
    std::vector<std::pair<Point, Point>> pairs;
    for (const auto& [text, seen] : by_text) {
        if (!text.empty() && seen.tracks.size() == 1 && seen.sights.size() == 1) {
            pairs.emplace_back(core::centre(tracks_[seen.tracks[0]].place),
                               core::centre(sights[seen.sights[0]].detection.quad));
        }
    }
    anchors_ = pairs.size();
    core::Movement movement;
    if (anchors_ > 0) {
        movement = core::movement_of(pairs);
        last_shift_ = {movement.to.x - movement.from.x, movement.to.y - movement.from.y};
    } else {
        movement.to = last_shift_;
    }
    for (const std::size_t track : active_) {
        Quad& place = tracks_[track].place;
        place = core::moved(place, movement);
    }
}

std::vector<Tracker::Pair> Tracker::candidates(std::span<const Sight> sights) const {
    std::vector<Pair> pairs;
    for (const std::size_t track : active_) {
        for (std::size_t i = 0; i < sights.size(); ++i) {
            const float how_well = score(tracks_[track], sights[i]);
            if (how_well > 0) {
                pairs.push_back({track, i, how_well});
            }
        }
    }
    std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
        return std::tie(b.score, a.track, a.sight) < std::tie(a.score, b.track, b.sight);
    });
    return pairs;
}

// 0: another label. Else 1 to 3, the better the higher.
float Tracker::score(const Track& track, const Sight& sight) const {
    const core::Detection& known = track.detection();
    const core::Detection& detection = sight.detection;
    if (known.kind != detection.kind) {
        return 0;
    }
    const float overlap =
        containment(core::bounding_box(track.place), core::bounding_box(detection.quad));
    const float width = std::max(core::text_width(track.place), core::text_width(detection.quad));
    const float away =
        core::distance(core::centre(track.place), core::centre(detection.quad)) / width;
    const bool is_near = overlap >= options_.overlap_min;
    constexpr std::size_t anchors_min = 3;  // two that agree, and the label itself
    const bool may_follow = away < (anchors_ >= anchors_min ? options_.known_follow_widths_max
                                                            : options_.follow_widths_max);
    if (!is_near && !may_follow) {
        return 0;
    }
    const float closeness = 1 / (1 + away);
    if (detection.kind == Kind::barcode) {
        const bool same = known.format == detection.format && known.text == detection.text;
        return same ? 2 + closeness : 0;
    }
    float alike = text_similarity(track, sight);
    if (is_near && (sight.cut != core::Cut::no || track.best.front().cut != core::Cut::no)) {
        alike = std::max(alike, part_similarity(track, sight));
    }
    if (alike < 1 && contradicts(track, sight)) {
        alike -= options_.contradiction_cost;
    }
    if (is_near && alike >= options_.similarity_min) {
        return 1 + alike + closeness;
    }
    return may_follow && alike >= options_.follow_similarity_min ? 1 + alike * closeness : 0;
}

bool Tracker::contradicts(const Track& track, const Sight& sight) const {
    return track.detection().confidence >= options_.sure_reading_min &&
           sight.detection.confidence >= options_.sure_reading_min &&
           have_other_characters(track.best.front(), sight, options_.sure_character_min);
}

std::size_t Tracker::begin_track(const Sight& sight) {
    Track track;
    track.first_seen_us = sight.detection.timestamp_us;
    const core::Box box = core::bounding_box(sight.detection.quad);
    constexpr float same_place = 0.6F;
    constexpr float same_text = 0.6F;
    float most = 0;
    for (const std::size_t other : active_) {
        const Track& there = tracks_[other];
        if (there.samples.empty() || contradicts(there, sight)) {
            continue;
        }
        const float overlap = containment(core::bounding_box(there.place), box);
        if (there.detection().kind == sight.detection.kind && overlap > most &&
            overlap >= same_place &&
            (text_similarity(there, sight) >= same_text ||
             part_similarity(there, sight) >= options_.follow_similarity_min)) {
            most = overlap;
            track.begun_in = other;
        }
    }
    tracks_.push_back(std::move(track));
    active_.push_back(tracks_.size() - 1);
    return tracks_.size() - 1;
}

void Tracker::see(Track& track, const Sight& sight) const {
    const core::Detection& detection = sight.detection;
    track.samples.push_back(sample_);
    ++track.sightings_by_cut[static_cast<std::size_t>(sight.cut)];
    if (!sight.is_carried) {
        auto& texts = sight.cut == core::Cut::no ? track.texts : track.cut_texts;
        ++texts[detection.text];
    }
    track.last_seen_us = detection.timestamp_us;
    track.place = detection.quad;
    if (sight.is_carried && !track.best.empty()) {
        return;  // says nothing new
    }
    const auto after = std::find_if(track.best.begin(), track.best.end(), [&](const Sight& known) {
        return weight(known) < weight(sight);
    });
    track.best.insert(after, sight);
    if (track.best.size() > Track::kept_max) {
        track.best.pop_back();
    }
}

// The nearest others of the first samples in which there are any.
void Tracker::note_neighbours(std::span<const Sight> sights, std::span<const std::size_t> joined) {
    for (std::size_t i = 0; i < sights.size(); ++i) {
        Track& track = tracks_[joined[i]];
        if (track.neighbours.size() >= neighbours_max) {
            continue;
        }
        const Quad& quad = sights[i].detection.quad;
        const Point middle = core::centre(quad);
        const float height = std::max(1.0F, core::text_height(quad));
        const float cosine = std::cos(core::tilt(quad)) / height;
        const float sine = std::sin(core::tilt(quad)) / height;
        std::vector<Neighbour> others;
        for (std::size_t j = 0; j < sights.size(); ++j) {
            const bool is_known =
                std::any_of(track.neighbours.begin(), track.neighbours.end(),
                            [&](const Neighbour& known) { return known.track == joined[j]; });
            if (i != j && !is_known) {
                const Point other = core::centre(sights[j].detection.quad);
                const Point by{other.x - middle.x, other.y - middle.y};
                others.push_back(
                    {joined[j], {cosine * by.x + sine * by.y, -sine * by.x + cosine * by.y}});
            }
        }
        std::sort(others.begin(), others.end(), [](const Neighbour& a, const Neighbour& b) {
            const float one = std::hypot(a.offset.x, a.offset.y);
            const float other = std::hypot(b.offset.x, b.offset.y);
            return std::tie(one, a.track) < std::tie(other, b.track);
        });
        others.resize(std::min(others.size(), neighbours_max - track.neighbours.size()));
        track.neighbours.insert(track.neighbours.end(), others.begin(), others.end());
    }
}

}  // namespace mobilscan::scan
