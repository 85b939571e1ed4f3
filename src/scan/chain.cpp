#include "scan/chain.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

#include "core/check.h"
#include "scan/track.h"

namespace mobilscan::scan {
namespace {

// The readings of each text.
std::map<std::string, std::vector<const Sight*>> by_text(std::span<const Sight> readings) {
    std::map<std::string, std::vector<const Sight*>> texts;
    for (const Sight& reading : readings) {
        texts[text_key(reading.detection)].push_back(&reading);
    }
    return texts;
}

}  // namespace

// Each text's evidence is the sum of what its readings say against their being wrong.
bool are_settled(std::span<const Sight> readings) {
    constexpr float lead_min = 4.6F;  // one reading is wrong in a hundred such cases, or several
    constexpr float evidence_max = 5.0F;  // of one reading
    float first = 0;
    float second = 0;
    for (const auto& [text, same] : by_text(readings)) {
        float evidence = 0;
        for (const Sight* sight : same) {
            if (sight->cut == core::Cut::no) {
                const float wrong = std::max(1 - sight->detection.confidence, 1e-6F);
                evidence += std::min(-std::log(wrong), evidence_max);
            }
        }
        second = std::max(second, std::min(first, evidence));
        first = std::max(first, evidence);
    }
    return first - second >= lead_min;
}

const Sight& standing_reading(std::span<const Sight> readings) {
    CHECK(!readings.empty());
    const auto weight_of_all = [](const std::vector<const Sight*>& same) {
        float sum = 0;
        for (const Sight* sight : same) {
            sum += weight(*sight);
        }
        return sum;
    };
    const Sight* best = nullptr;
    float most = 0;
    for (const auto& [text, same] : by_text(readings)) {
        const float all = weight_of_all(same);
        if (all > most) {
            most = all;
            best = *std::max_element(same.begin(), same.end(), [](const Sight* a, const Sight* b) {
                return weight(*a) < weight(*b);
            });
        }
    }
    return *best;
}

float quality_of(const Place& place, bool is_cut) {
    constexpr float enough_height = 24;  // pixels
    constexpr float of_cut = 0.2F;
    return place.patch.sharpness * std::min(1.0F, place.patch.height / enough_height) *
           static_cast<float>(place.patch.grey.width()) * (is_cut ? of_cut : 1.0F);
}

std::optional<std::size_t> most_doubtful(std::vector<const image::Patch*> known,
                                         std::span<const image::Patch* const> patches) {
    // Of crops of one label 74 of 100 look more alike than this from sample to sample, of labels
    // that differ in a character or two 8 of 100.
    constexpr float same_from = 0.85F;
    std::vector<float> sameness(patches.size(), -1);
    for (std::size_t i = 0; i < known.size(); ++i) {
        for (std::size_t j = 0; j < patches.size(); ++j) {
            if (sameness[j] >= same_from) {
                continue;
            }
            sameness[j] = std::max(sameness[j], image::sameness(*known[i], *patches[j]));
            if (sameness[j] >= same_from) {
                known.push_back(patches[j]);
            }
        }
    }
    const auto least = std::min_element(sameness.begin(), sameness.end());
    return least == sameness.end() || *least >= same_from
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(least - sameness.begin()));
}

std::vector<std::size_t> Chain::waiting() const {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < crops.size(); ++i) {
        if (crops[i].state == Crop::State::waiting) {
            indices.push_back(i);
        }
    }
    return indices;
}

std::vector<std::size_t> Chain::wanted(std::span<const Sight> readings) const {
    constexpr std::ptrdiff_t unread_max = 2;  // nothing came of so many of the best: no text
    std::vector<std::size_t> left = waiting();
    if (is_combined || left.empty()) {
        return left;
    }
    const auto unread = std::count_if(crops.begin(), crops.end(), [](const Crop& crop) {
        return crop.state == Crop::State::unread;
    });
    if (are_settled(readings) || (readings.empty() && unread >= unread_max)) {
        return {};
    }
    return {*std::min_element(left.begin(), left.end(), [this](std::size_t a, std::size_t b) {
        return std::tie(crops[b].quality, a) < std::tie(crops[a].quality, b);
    })};
}

}  // namespace mobilscan::scan
