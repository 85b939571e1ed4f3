#include "scan/code_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "core/printed_text.h"
#include "core/text.h"
#include "scan/alignment.h"

namespace mobilscan::scan {
namespace {

using core::Kind;
using core::Point;

// How a text agrees with a code, the best first.
enum class Agreement : std::uint8_t { same, part, nearly };

std::vector<ocr::CharacterReading> content_of(std::string_view text) {
    std::vector<ocr::CharacterReading> characters;
    for (std::string& character : core::characters(text)) {
        if (!core::folded(character).empty()) {
            characters.push_back({std::move(character), 1, {}, 0, 0});
        }
    }
    return characters;
}

// As long, and of ten characters eight the same.
bool says_nearly_the_same(std::string_view code, std::string_view printed) {
    constexpr float similarity_min = 0.8F;
    constexpr std::size_t characters_min = 6;
    constexpr std::size_t longer_max = 1;
    const auto one = content_of(code);
    const auto other = content_of(printed);
    const std::size_t longer = std::max(one.size(), other.size());
    const std::size_t shorter = std::min(one.size(), other.size());
    return shorter >= characters_min && longer - shorter <= longer_max &&
           similarity(one, other) >= similarity_min;
}

std::optional<Agreement> agreement_of(const core::Detection& code, const core::Detection& text) {
    if (core::says_the_same(code.text, text.text)) {
        return Agreement::same;
    }
    if (core::says_a_part(code.text, text.text)) {
        return Agreement::part;
    }
    return says_nearly_the_same(code.text, text.text) ? std::optional(Agreement::nearly)
                                                      : std::nullopt;
}

struct Pair {
    Agreement agreement = Agreement::same;
    float distance = 0;  // in heights of the text
    std::size_t code = 0;
    std::size_t text = 0;
};

class Pairing {
public:
    explicit Pairing(std::span<const Track> tracks)
        : tracks_(tracks), codes_of_texts_(tracks.size()), texts_of_codes_(tracks.size()) {}

    std::vector<CodeText> run() {
        for (const Pair& pair : candidates()) {
            if (is_free(pair)) {
                pairs_.push_back({pair.code, pair.text});
                codes_of_texts_[pair.text].push_back(pair.code);
                if (pair.agreement != Agreement::part) {
                    texts_of_codes_[pair.code].push_back(pair.text);
                }
            }
        }
        return std::move(pairs_);
    }

private:
    [[nodiscard]] std::vector<Pair> candidates() const {
        std::vector<Pair> pairs;
        for (std::size_t code = 0; code < tracks_.size(); ++code) {
            if (tracks_[code].detection().kind != Kind::barcode) {
                continue;
            }
            for (std::size_t text = 0; text < tracks_.size(); ++text) {
                if (tracks_[text].detection().kind != Kind::text) {
                    continue;
                }
                const auto agreement =
                    agreement_of(tracks_[code].detection(), tracks_[text].detection());
                const auto distance =
                    agreement ? distance_for(*agreement, code, text) : std::nullopt;
                if (distance) {
                    pairs.push_back({*agreement, *distance, code, text});
                }
            }
        }
        std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
            return std::tie(a.agreement, a.distance, a.code, a.text) <
                   std::tie(b.agreement, b.distance, b.code, b.text);
        });
        return pairs;
    }

    // From the text; nothing where they do not belong together. What says the same may be read in
    // another sample than the code, and stand anywhere.
    [[nodiscard]] std::optional<float> distance_for(Agreement agreement, std::size_t code,
                                                    std::size_t text) const {
        constexpr std::int64_t apart_samples_max = 3;
        constexpr float never_together = 1e3F;
        for (const Neighbour& each : tracks_[text].neighbours) {
            if (each.track == code) {
                return agreement == Agreement::same || is_beside(each.offset, text)
                           ? std::optional(std::hypot(each.offset.x, each.offset.y))
                           : std::nullopt;
            }
        }
        return agreement == Agreement::same &&
                       samples_between(tracks_[code], tracks_[text]) <= apart_samples_max
                   ? std::optional(never_together)
                   : std::nullopt;
    }

    // The code is above or below the text, or at its beginning or end.
    [[nodiscard]] bool is_beside(Point offset, std::size_t text) const {
        constexpr float heights_max = 8;
        const core::Quad& quad = tracks_[text].detection().quad;
        const float half = core::text_width(quad) / std::max(1.0F, core::text_height(quad)) / 2;
        return std::abs(offset.y) <= heights_max && std::abs(offset.x) <= half + heights_max;
    }

    // A text belongs to one code, and a code has one text besides those that say parts of it.
    [[nodiscard]] bool is_free(const Pair& pair) const {
        const auto is_at_once = [this](const std::vector<std::size_t>& partners, std::size_t by) {
            return std::any_of(partners.begin(), partners.end(), [&](std::size_t other) {
                return samples_between(tracks_[other], tracks_[by]) == 0;
            });
        };
        return !is_at_once(codes_of_texts_[pair.text], pair.code) &&
               (pair.agreement == Agreement::part ||
                !is_at_once(texts_of_codes_[pair.code], pair.text));
    }

    std::span<const Track> tracks_;
    std::vector<std::vector<std::size_t>> codes_of_texts_;
    std::vector<std::vector<std::size_t>> texts_of_codes_;  // but those that say parts
    std::vector<CodeText> pairs_;
};

}  // namespace

std::vector<CodeText> codes_with_texts(std::span<const Track> tracks) {
    return Pairing(tracks).run();
}

}  // namespace mobilscan::scan
