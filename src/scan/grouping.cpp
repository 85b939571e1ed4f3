#include "scan/grouping.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <tuple>

#include "scan/code_text.h"

namespace mobilscan::scan {
namespace {

using core::Kind;
using core::Point;

class Grouping {
public:
    explicit Grouping(std::span<const Track> tracks) : tracks_(tracks), leader_(tracks.size()) {
        std::iota(leader_.begin(), leader_.end(), std::size_t{0});
    }

    std::vector<std::optional<std::size_t>> run() {
        const std::vector<CodeText> pairs = codes_with_texts(tracks_);
        join_slips(pairs);
        for (const CodeText& pair : pairs) {
            join(pair.code, pair.text);
        }
        join_returns();
        const std::vector<bool> believed = believed_leaders();
        std::vector<std::optional<std::size_t>> groups(tracks_.size());
        for (std::size_t i = 0; i < tracks_.size(); ++i) {
            if (believed[leader(i)]) {
                groups[i] = leader(i);
            }
        }
        return groups;
    }

private:
    // A label has to be seen whole, and a weak code twice, or with a text that says the same. What
    // may be cut is a label of its own where it is no part of another.
    [[nodiscard]] std::vector<bool> believed_leaders() const {
        std::vector<std::int64_t> whole(tracks_.size());
        std::vector<std::int64_t> perhaps(tracks_.size());
        std::vector<bool> is_sure(tracks_.size());
        for (std::size_t i = 0; i < tracks_.size(); ++i) {
            whole[leader(i)] += tracks_[i].sightings(core::Cut::no);
            perhaps[leader(i)] += tracks_[i].sightings(core::Cut::perhaps);
            if (tracks_[i].detection().kind == Kind::text ||
                tracks_[i].detection().confidence > core::weak_code_confidence) {
                is_sure[leader(i)] = true;
            }
        }
        std::vector<bool> believed(tracks_.size());
        for (std::size_t i = 0; i < tracks_.size(); ++i) {
            const std::int64_t sightings =
                whole[i] == 0 && perhaps[i] > 0 && !is_part_of_another(i) ? perhaps[i] : whole[i];
            believed[i] = sightings > 1 || (sightings == 1 && is_sure[i]);
        }
        return believed;
    }

    [[nodiscard]] bool is_part_of_another(std::size_t track) const {
        const std::string part = key(track);
        for (std::size_t i = 0; i < tracks_.size(); ++i) {
            if (tracks_[i].detection().kind == tracks_[track].detection().kind &&
                leader(i) != leader(track)) {
                const std::string whole = key(i);
                if (whole.size() > part.size() && whole.find(part) != std::string::npos) {
                    return true;
                }
            }
        }
        return false;
    }

    [[nodiscard]] std::size_t leader(std::size_t track) const {
        while (leader_[track] != track) {
            track = leader_[track];
        }
        return track;
    }

    // The earlier of both leads.
    void join(std::size_t a, std::size_t b) {
        a = leader(a);
        b = leader(b);
        leader_[std::max(a, b)] = std::min(a, b);
    }

    // What began in the place of a track that was seen more often, as much the same text or a part
    // of it, was a slip in its reading, unless a code says the same.
    void join_slips(std::span<const CodeText> pairs) {
        constexpr std::int64_t times_more = 3;
        std::vector<bool> has_code(tracks_.size());
        for (const CodeText& pair : pairs) {
            has_code[pair.text] = true;
        }
        for (std::size_t i = 0; i < tracks_.size(); ++i) {
            const auto& begun_in = tracks_[i].begun_in;
            if (begun_in && !has_code[i] &&
                tracks_[i].sightings() * times_more <= tracks_[*begun_in].sightings()) {
                join(*begun_in, i);
            }
        }
    }

    // A label that comes back: the same text, and about it the same others in the same places.
    void join_returns() {
        std::map<std::string, std::vector<std::size_t>> by_text;
        for (std::size_t i = 0; i < tracks_.size(); ++i) {
            by_text[key(i)].push_back(i);
        }
        for (const auto& [text, same] : by_text) {
            for (std::size_t a = 0; a < same.size() && !text.empty(); ++a) {
                for (std::size_t b = a + 1; b < same.size(); ++b) {
                    if (leader(same[a]) != leader(same[b]) &&
                        samples_between(tracks_[same[a]], tracks_[same[b]]) > 0 &&
                        surroundings_agree(same[a], same[b])) {
                        join(same[a], same[b]);
                    }
                }
            }
        }
    }

    [[nodiscard]] std::string key(std::size_t track) const {
        return text_key(tracks_[track].detection());
    }

    [[nodiscard]] bool surroundings_agree(std::size_t a, std::size_t b) const {
        int agree = 0;
        int disagree = 0;
        for (const Neighbour& one : tracks_[a].neighbours) {
            const std::string text = key(one.track);
            for (const Neighbour& other : tracks_[b].neighbours) {
                if (text.empty() || key(other.track) != text) {
                    continue;
                }
                constexpr float tolerance_share = 0.3F;
                constexpr float tolerance_heights = 1.5F;
                const float far = std::hypot(one.offset.x, one.offset.y);
                const bool same_place = core::distance(one.offset, other.offset) <=
                                        tolerance_share * far + tolerance_heights;
                ++(same_place ? agree : disagree);
            }
        }
        return agree > 0 && agree >= disagree;
    }

    std::span<const Track> tracks_;
    std::vector<std::size_t> leader_;
};

}  // namespace

std::vector<std::optional<std::size_t>> grouped(std::span<const Track> tracks) {
    return Grouping(tracks).run();
}

std::string letters_and_digits(std::string_view text) {
    std::string kept;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 'a' && byte <= 'z') {
            kept += static_cast<char>(c - 'a' + 'A');
        } else if ((byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte >= 0x80) {
            kept += c;
        }
    }
    return kept;
}

}  // namespace mobilscan::scan
