#include "scan/item_making.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "core/printed_text.h"
#include "ocr/ctc.h"
#include "scan/consensus.h"
#include "scan/grouping.h"

namespace mobilscan::scan {
namespace {

using core::Item;
using core::Kind;

float rounded(float share) {
    return std::round(share * 1e4F) / 1e4F;
}

// The readings that say what it is, the weightiest first: of a code, where there is one.
std::vector<const Sight*> sights_of(std::span<const Track* const> group) {
    std::vector<const Sight*> sights;
    for (const Track* track : group) {
        for (const Sight& sight : track->best) {
            sights.push_back(&sight);
        }
    }
    if (std::any_of(sights.begin(), sights.end(),
                    [](const Sight* sight) { return !sight->is_carried; })) {
        std::erase_if(sights, [](const Sight* sight) { return sight->is_carried; });
    }
    const auto is_code = [](const Sight* sight) { return sight->detection.kind == Kind::barcode; };
    if (std::any_of(sights.begin(), sights.end(), is_code)) {
        std::erase_if(sights, [&](const Sight* sight) { return !is_code(sight); });
    }
    std::sort(sights.begin(), sights.end(), [](const Sight* a, const Sight* b) {
        const auto order = [](const Sight& sight) {
            const core::Detection& seen = sight.detection;
            return std::tuple(-weight(sight), seen.frame_number, seen.quad[0].y, seen.quad[0].x);
        };
        return order(*a) < order(*b);
    });
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

// Readings that differ in signs and spaces alone are votes for the same text. Those that may be cut
// count where there are no others.
std::map<std::string, std::int64_t> texts_of(std::span<const Track* const> group) {
    std::map<std::string, std::int64_t> texts;
    std::map<std::string, std::int64_t> cut_texts;
    for (const Track* track : group) {
        for (const auto& [text, times] : track->texts) {
            texts[text] += times;
        }
        for (const auto& [text, times] : track->cut_texts) {
            cut_texts[text] += times;
        }
    }
    return texts.empty() ? cut_texts : texts;
}

void count_votes(const std::map<std::string, std::int64_t>& texts, Item& item) {
    const std::string content = letters_and_digits(item.text);
    std::vector<std::pair<std::string, std::int64_t>> others;
    for (const auto& [text, times] : texts) {
        item.readings += times;
        const bool is_of_code =
            item.kind == Kind::barcode &&
            (core::says_the_same(item.text, text) || core::says_a_part(item.text, text));
        if (is_of_code || letters_and_digits(text) == content) {
            item.votes += times;
        }
        if (text != item.text) {
            others.emplace_back(text, times);
        }
    }
    std::sort(others.begin(), others.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    for (auto& [text, times] : others) {
        item.alternatives.push_back(std::move(text));
    }
}

// The text printed beside a code: the one that says the same, else the longest part of it, else
// what says nearly the same and is sure: it is no misreading of the print.
void take_printed_text(std::span<const Track* const> group, Item& item) {
    constexpr float sure = 0.9F;
    using Rank = std::tuple<int, std::size_t, std::int64_t>;
    Rank best{0, 0, 0};
    for (const Track* track : group) {
        if (track->detection().kind != Kind::text) {
            continue;
        }
        for (const auto& [text, times] : track->texts) {
            Rank rank{0, 0, times};
            if (core::says_the_same(item.text, text)) {
                rank = {3, 0, times};
            } else if (core::says_a_part(item.text, text)) {
                rank = {2, text.size(), times};
            } else if (text == track->detection().text && track->detection().confidence >= sure) {
                rank = {1, 0, times};
            }
            if (std::get<0>(rank) > 0 && rank > best) {
                best = rank;
                item.printed_text = text;
            }
        }
    }
    std::erase_if(item.alternatives, [&](const std::string& other) {
        return other == item.printed_text || core::says_a_part(item.text, other);
    });
}

// The samples in which any of them was read.
std::int64_t samples_of(std::span<const Track* const> group) {
    std::vector<std::int64_t> samples;
    for (const Track* track : group) {
        samples.insert(samples.end(), track->samples.begin(), track->samples.end());
    }
    std::sort(samples.begin(), samples.end());
    return std::unique(samples.begin(), samples.end()) - samples.begin();
}

core::BestSighting best_sighting(const std::vector<const Sight*>& sights, const Item& item) {
    const core::Detection* best = &sights.front()->detection;
    for (const Sight* sight : sights) {
        if (sight->detection.text == item.text && sight->cut == core::Cut::no) {
            best = &sight->detection;
            break;
        }
    }
    return {best->frame_number, best->timestamp_us, best->quad};
}

Item item_of(std::span<const Track* const> group) {
    const std::vector<const Sight*> sights = sights_of(group);
    const core::Detection& surest = sights.front()->detection;
    Item item;
    item.kind = surest.kind;
    item.format = surest.format;
    item.text = surest.text;
    item.confidence = surest.confidence;
    const auto characters = text_of(sights);
    if (!characters.empty()) {
        item.text = ocr::text_of(characters);
        for (const ocr::CharacterReading& character : characters) {
            item.characters.push_back({character.text, rounded(character.confidence)});
        }
    }
    item.sightings = samples_of(group);
    count_votes(texts_of(group), item);
    if (item.kind == Kind::barcode) {
        take_printed_text(group, item);
    } else if (!characters.empty()) {
        item.confidence = item_confidence(ocr::line_confidence(characters), item.sightings);
    }
    item.first_seen_us = group.front()->first_seen_us;
    item.last_seen_us = group.front()->last_seen_us;
    for (const Track* track : group) {
        item.first_seen_us = std::min(item.first_seen_us, track->first_seen_us);
        item.last_seen_us = std::max(item.last_seen_us, track->last_seen_us);
    }
    item.best = best_sighting(sights, item);
    return item;
}

// What was read once, or never twice alike, and is more likely wrong than right; and signs without
// a letter or digit, of which every picture is full.
bool is_unsure(const Item& item) {
    constexpr float least = 0.4F;
    return item.kind == Kind::text &&
           (letters_and_digits(item.text).empty() || (item.votes < 2 && item.confidence < least));
}

void mark_same_texts(std::vector<Item>& items) {
    std::map<std::string, std::vector<Item*>> by_text;
    for (Item& item : items) {
        by_text[letters_and_digits(item.text)].push_back(&item);
    }
    for (const auto& [text, same] : by_text) {
        for (Item* item : same) {
            item->same_text = same.size() > 1;
        }
    }
}

}  // namespace

float item_confidence(float score, std::int64_t sightings) {
    constexpr double offset = -3.29;
    constexpr double of_score = 0.83;
    constexpr double of_sightings = 1.44;
    constexpr std::int64_t sightings_counted = 6;
    constexpr double surest = 0.999;
    const double within = std::clamp(static_cast<double>(score), 1 - surest, surest);
    const auto counted = static_cast<double>(std::min(sightings, sightings_counted));
    const double logit =
        offset + of_score * std::log(within / (1 - within)) + of_sightings * std::log1p(counted);
    const double share = 1 / (1 + std::exp(-logit));
    return rounded(static_cast<float>(std::clamp(share, 1 - surest, surest)));
}

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
        Item item = item_of(group);
        if (!is_unsure(item)) {
            item_of_leader[leader] = made.items.size();
            made.items.push_back(std::move(item));
        }
    }
    mark_same_texts(made.items);
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        const auto item = groups[i] ? item_of_leader.find(*groups[i]) : item_of_leader.end();
        if (item != item_of_leader.end()) {
            made.item_of_track[i] = item->second;
        }
    }
    return made;
}

}  // namespace mobilscan::scan
