#include "scan/consensus.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "core/check.h"
#include "ocr/ctc.h"
#include "scan/alignment.h"

namespace mobilscan::scan {
namespace {

using ocr::CharacterReading;

// What was read at one place.
struct Ballot {
    std::map<std::string, float> shares;  // of each character
    float presence = 0;                   // weight of the readings that have a character there
};

// The reading that is most like all others.
std::size_t medoid(std::span<const WeightedReading> readings) {
    if (readings.size() <= 2) {
        return readings.size() == 2 && readings[1].weight > readings[0].weight ? 1 : 0;
    }
    std::vector<float> support(readings.size());
    for (std::size_t i = 0; i < readings.size(); ++i) {
        support[i] += readings[i].weight * readings[i].weight;
        for (std::size_t j = i + 1; j < readings.size(); ++j) {
            const float both = readings[i].weight * readings[j].weight *
                               similarity(readings[i].characters, readings[j].characters);
            support[i] += both;
            support[j] += both;
        }
    }
    return static_cast<std::size_t>(std::max_element(support.begin(), support.end()) -
                                    support.begin());
}

void vote(const CharacterReading& character, float weight, Ballot& ballot) {
    ballot.presence += weight;
    ballot.shares[character.text] += weight * character.confidence;
    for (const ocr::Alternative& other : character.alternatives) {
        ballot.shares[other.text] += weight * other.confidence;
    }
}

// Places of the pivot, and before each of them and at the end those that it lacks.
class Places {
public:
    explicit Places(const std::vector<CharacterReading>& pivot)
        : pivot_(pivot), own_(pivot.size()), between_(pivot.size() + 1) {}

    void add(const WeightedReading& reading) {
        std::size_t next = 0;        // place of the pivot that comes next
        std::size_t additional = 0;  // characters since the last one
        for (const AlignedPair& pair : aligned(pivot_, reading.characters).pairs) {
            if (pair.a) {
                if (pair.b) {
                    vote(reading.characters[*pair.b], reading.weight, own_[*pair.a]);
                }
                next = *pair.a + 1;
                additional = 0;
            } else {
                if (between_[next].size() <= additional) {
                    between_[next].resize(additional + 1);
                }
                vote(reading.characters[*pair.b], reading.weight, between_[next][additional]);
                ++additional;
            }
        }
        total_ += reading.weight;
    }

    [[nodiscard]] std::vector<CharacterReading> elected() const {
        std::vector<CharacterReading> characters;
        for (std::size_t i = 0; i <= own_.size(); ++i) {
            for (const Ballot& ballot : between_[i]) {
                elect(ballot, characters);
            }
            if (i < own_.size()) {
                elect(own_[i], characters);
            }
        }
        return characters;
    }

private:
    // A place of which most have nothing is none.
    void elect(const Ballot& ballot, std::vector<CharacterReading>& characters) const {
        if (ballot.presence <= total_ / 2) {
            return;
        }
        std::vector<std::pair<std::string, float>> order(ballot.shares.begin(),
                                                         ballot.shares.end());
        std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        });
        CharacterReading character;
        character.text = order.front().first;
        character.confidence = order.front().second / total_;
        for (std::size_t i = 1; i < order.size() && i <= ocr::alternatives_max; ++i) {
            const float share = order[i].second / total_;
            if (share >= ocr::alternative_confidence_min) {
                character.alternatives.push_back({order[i].first, share});
            }
        }
        characters.push_back(std::move(character));
    }

    const std::vector<CharacterReading>& pivot_;
    std::vector<Ballot> own_;
    std::vector<std::vector<Ballot>> between_;
    float total_ = 0;
};

}  // namespace

std::vector<CharacterReading> fused(std::span<const WeightedReading> readings) {
    CHECK(!readings.empty());
    Places places(readings[medoid(readings)].characters);
    for (const WeightedReading& reading : readings) {
        places.add(reading);
    }
    return ocr::without_outer_spaces(places.elected());
}

}  // namespace mobilscan::scan
