#include "scan/item_making.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "ocr/ctc.h"
#include "scan/consensus.h"
#include "scan/grouping.h"

namespace mobilscan::scan {
namespace {

using core::Item;
using core::Kind;

// The readings that say what it is, the weightiest first: of a code, where there is one.
std::vector<const Sight*> sights_of(std::span<const Track* const> group) {
    std::vector<const Sight*> sights;
    for (const Track* track : group) {
        for (const Sight& sight : track->best) {
            sights.push_back(&sight);
        }
    }
    std::stable_sort(sights.begin(), sights.end(),
                     [](const Sight* a, const Sight* b) { return weight(*a) > weight(*b); });
    return sights;
}

std::vector<ocr::CharacterReading> text_of(const std::vector<const Sight*>& sights) {
    std::vector<WeightedReading> readings;
    for (const Sight* sight : sights) {
        if (!sight->characters.empty()) {
            readings.push_back({sight->characters, weight(*sight)});
        }
    }
    return readings.empty() ? std::vector<ocr::CharacterReading>() : fused(readings);
}

Item item_of(std::span<const Track* const> group) {
    const std::vector<const Sight*> sights = sights_of(group);
    const core::Detection& surest = sights.front()->detection;
    Item item;
    item.kind = surest.kind;
    item.format = surest.format;
    item.text = surest.text;
    item.confidence = surest.confidence;
    if (item.kind == Kind::text) {
        const auto characters = text_of(sights);
        if (!characters.empty()) {
            item.text = ocr::text_of(characters);
            item.confidence = ocr::line_confidence(characters);
        }
    }
    std::map<std::string, std::int64_t> texts;
    item.first_seen_us = group.front()->first_seen_us;
    item.last_seen_us = group.front()->last_seen_us;
    for (const Track* track : group) {
        for (const auto& [text, times] : track->texts) {
            texts[text] += times;
        }
        item.sightings += track->sightings;
        item.first_seen_us = std::min(item.first_seen_us, track->first_seen_us);
        item.last_seen_us = std::max(item.last_seen_us, track->last_seen_us);
    }
    const core::Detection* best = &surest;
    for (const Sight* sight : sights) {
        if (sight->detection.text == item.text && !sight->is_cut) {
            best = &sight->detection;
            break;
        }
    }
    item.best = {best->frame_number, best->timestamp_us, best->quad};
    std::vector<std::pair<std::string, std::int64_t>> others(texts.begin(), texts.end());
    std::erase_if(others, [&](const auto& other) { return other.first == item.text; });
    std::sort(others.begin(), others.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    for (auto& [text, times] : others) {
        item.alternatives.push_back(std::move(text));
    }
    return item;
}

}  // namespace

MadeItems make_items(std::span<const Track> tracks) {
    const std::vector<std::optional<std::size_t>> groups = grouped(tracks);
    std::map<std::size_t, std::vector<const Track*>> members;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (groups[i]) {
            members[*groups[i]].push_back(&tracks[i]);
        }
    }
    MadeItems made;
    made.item_of_track.resize(tracks.size());
    std::map<std::size_t, std::size_t> item_of_leader;
    for (const auto& [leader, group] : members) {
        item_of_leader[leader] = made.items.size();
        made.items.push_back(item_of(group));
    }
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (groups[i]) {
            made.item_of_track[i] = item_of_leader[*groups[i]];
        }
    }
    return made;
}

}  // namespace mobilscan::scan
