#include "scan/alignment.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/text.h"

namespace mobilscan::scan {
namespace {

using Characters = std::span<const ocr::CharacterReading>;

// Look-alikes read as one another say little about which of them it is.
constexpr float look_alike = 0.8F;

float probability(const ocr::CharacterReading& character, std::string_view text) {
    if (character.text == text) {
        return character.confidence;
    }
    for (const ocr::Alternative& other : character.alternatives) {
        if (other.text == text) {
            return other.confidence;
        }
    }
    return 0;
}

bool are_look_alikes(std::string_view a, std::string_view b) {
    const std::string folded = core::folded(a);
    return !folded.empty() && folded == core::folded(b);
}

}  // namespace

float likeness(const ocr::CharacterReading& a, const ocr::CharacterReading& b) {
    if (a.text == b.text) {
        return 1;
    }
    const float crossed = std::max(probability(a, b.text), probability(b, a.text));
    return std::max(crossed, are_look_alikes(a.text, b.text) ? look_alike : 0.0F);
}

Alignment aligned(Characters a, Characters b) {
    enum class Step : std::uint8_t { both, only_a, only_b };
    const std::size_t columns = b.size() + 1;
    std::vector<float> costs((a.size() + 1) * columns);
    std::vector<Step> steps(costs.size(), Step::both);
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            const std::size_t at = i * columns + j;
            if (i == 0 || j == 0) {
                costs[at] = static_cast<float>(i + j) * gap_cost;
                steps[at] = i == 0 ? Step::only_b : Step::only_a;
                continue;
            }
            costs[at] = costs[at - columns - 1] + 1 - likeness(a[i - 1], b[j - 1]);
            if (const float cost = costs[at - columns] + gap_cost; cost < costs[at]) {
                costs[at] = cost;
                steps[at] = Step::only_a;
            }
            if (const float cost = costs[at - 1] + gap_cost; cost < costs[at]) {
                costs[at] = cost;
                steps[at] = Step::only_b;
            }
        }
    }
    Alignment alignment;
    alignment.cost = costs.back();
    std::size_t i = a.size();
    std::size_t j = b.size();
    while (i > 0 || j > 0) {
        const Step step = steps[i * columns + j];
        AlignedPair pair;
        if (step != Step::only_b) {
            pair.a = --i;
        }
        if (step != Step::only_a) {
            pair.b = --j;
        }
        alignment.pairs.push_back(pair);
    }
    std::reverse(alignment.pairs.begin(), alignment.pairs.end());
    return alignment;
}

float similarity(Characters a, Characters b) {
    const std::size_t longer = std::max(a.size(), b.size());
    if (longer == 0) {
        return 1;
    }
    return std::max(0.0F, 1 - aligned(a, b).cost / static_cast<float>(longer));
}

}  // namespace mobilscan::scan
