#include "scan/linking.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace mobilscan::scan {
namespace {

using core::Movement;
using core::Point;

// Measured on the tuning half of the made videos: 95 % of the pairs of one label in samples a third
// of a second apart are linked, and with a movement that the scene confirms none of 1,476 falsely.
constexpr float likeness_min = 0.6F;
constexpr float scene_likeness_min = 0.5F;
constexpr float height_ratio_max = 1.66F;

// A page of print is not followed: all are compared with all.
constexpr std::size_t places_max = 150;

struct Pair {
    std::size_t before = 0;
    std::size_t after = 0;
    float likeness = 0;
    Point from;
    Point to;
    float height = 0;  // the larger one's, pixels
};

std::vector<Pair> pairs_that_look_alike(const View& before, const View& after) {
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < before.places.size(); ++i) {
        for (std::size_t j = 0; j < after.places.size(); ++j) {
            const Place& one = before.places[i];
            const Place& other = after.places[j];
            const float more = std::max(one.patch.height, other.patch.height);
            if (more > height_ratio_max * std::min(one.patch.height, other.patch.height)) {
                continue;
            }
            const float likeness = image::likeness(one.patch, other.patch);
            if (likeness >= likeness_min) {
                pairs.push_back(
                    {i, j, likeness, core::centre(one.quad), core::centre(other.quad), more});
            }
        }
    }
    return pairs;
}

bool agrees(const Pair& pair, const Movement& movement, float heights, float share) {
    return core::distance(core::moved(pair.from, movement), pair.to) <
           heights * pair.height + share * core::distance(pair.from, movement.from);
}

// A movement, and the sum of the likenesses of the pairs that speak for it.
struct Hypothesis {
    Movement movement;
    float support = 0;
};

// What the pairs that about agree with one of them show.
Hypothesis hypothesis_by(const Pair& anchor, const std::vector<Pair>& pairs) {
    constexpr float heights = 0.8F;
    constexpr float share = 0.12F;  // the picture may have come so much nearer
    Hypothesis hypothesis;
    std::vector<std::pair<Point, Point>> points;
    for (const Pair& pair : pairs) {
        if (agrees(pair, {anchor.from, anchor.to}, heights, share)) {
            hypothesis.support += pair.likeness;
            points.emplace_back(pair.from, pair.to);
        }
    }
    hypothesis.movement = core::movement_of(points);
    return hypothesis;
}

// The different movements that pairs speak for, the best supported first. A rack is full of labels
// that look like those beside them, so there are several.
std::vector<Hypothesis> hypotheses_of(const std::vector<Pair>& pairs) {
    constexpr std::size_t tried_max = 8;
    std::vector<Hypothesis> all;
    std::vector<bool> is_in_one(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (is_in_one[i]) {
            continue;
        }
        all.push_back(hypothesis_by(pairs[i], pairs));
        for (std::size_t j = i; j < pairs.size(); ++j) {
            is_in_one[j] = is_in_one[j] || agrees(pairs[j], all.back().movement, 1, 0);
        }
    }
    std::sort(all.begin(), all.end(), [](const Hypothesis& a, const Hypothesis& b) {
        const auto key = [](const Hypothesis& each) {
            const Point to = each.movement.to;
            const Point from = each.movement.from;
            return std::tuple(-each.support, to.x, to.y, from.x, from.y);
        };
        return key(a) < key(b);
    });
    all.resize(std::min(all.size(), tried_max));
    return all;
}

// The movement that the scene confirms, clearly before all that are another; or none.
std::optional<Movement> movement_between(const View& before, const View& after,
                                         const std::vector<Pair>& pairs) {
    constexpr std::array nearer{1.0F, 0.94F, 1.06F};  // than what the pairs say
    std::vector<std::pair<float, Movement>> tried;
    for (const Hypothesis& hypothesis : hypotheses_of(pairs)) {
        for (const float factor : nearer) {
            Movement movement = hypothesis.movement;
            movement.scale *= factor;
            tried.emplace_back(image::likeness(before.scene, after.scene, movement), movement);
        }
    }
    const auto best = std::max_element(
        tried.begin(), tried.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    if (best == tried.end() || best->first < scene_likeness_min) {
        return std::nullopt;
    }
    constexpr float lead_min = 0.05F;
    constexpr float other_from = 0.05F;  // so far apart, in widths of the frame
    const float width = static_cast<float>(after.scene.grey.width()) / after.scene.scale;
    const bool is_clear = std::none_of(tried.begin(), tried.end(), [&](const auto& other) {
        const Point elsewhere = core::moved(best->second.from, other.second);
        return core::distance(elsewhere, best->second.to) > other_from * width &&
               other.first > best->first - lead_min;
    });
    return is_clear ? std::optional(best->second) : std::nullopt;
}

}  // namespace

Links linked(const View& before, const View& after) {
    Links links;
    links.before.resize(after.places.size());
    if (before.places.size() > places_max || after.places.size() > places_max) {
        return links;
    }
    std::vector<Pair> pairs = pairs_that_look_alike(before, after);
    links.movement = movement_between(before, after, pairs);
    if (!links.movement) {
        return links;
    }
    constexpr float heights = 0.7F;
    constexpr float share = 0.03F;
    std::erase_if(pairs,
                  [&](const Pair& pair) { return !agrees(pair, *links.movement, heights, share); });
    std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
        return std::tie(b.likeness, a.before, a.after) < std::tie(a.likeness, b.before, b.after);
    });
    std::vector<bool> taken(before.places.size());
    for (const Pair& pair : pairs) {
        if (!links.before[pair.after] && !taken[pair.before]) {
            links.before[pair.after] = pair.before;
            taken[pair.before] = true;
        }
    }
    return links;
}

}  // namespace mobilscan::scan
