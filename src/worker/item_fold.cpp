#include "worker/item_fold.h"

#include <sodium.h>

#include <array>

#include "core/check.h"
#include "scan/item_making.h"

namespace mobilscan::worker {
namespace {

constexpr std::size_t id_bytes = 16;

// The same for the same name and track, whoever makes the items and however often.
std::string item_id(const std::string& name, std::size_t track) {
    const std::string text = name + " " + std::to_string(track);
    std::array<unsigned char, id_bytes> hash{};
    CHECK(crypto_generichash(hash.data(), hash.size(),
                             reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                             nullptr, 0) == 0);
    std::array<char, 2 * id_bytes + 1> digits{};
    sodium_bin2hex(digits.data(), digits.size(), hash.data(), hash.size());
    return digits.data();
}

}  // namespace

void ItemFold::add(std::int64_t frame_number, std::span<const scan::Sight> sights,
                   std::span<const store::DetectionKey> keys) {
    CHECK(sights.size() == keys.size());
    const auto tracks = tracker_.add_sample(frame_number / every_frames_, sights);
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        tracked_.emplace_back(tracks[i], keys[i]);
    }
}

std::vector<store::StoredItem> ItemFold::items(const std::string& job_id,
                                               const std::string& name) const {
    scan::MadeItems made = scan::make_items(tracker_.tracks());
    std::vector<store::StoredItem> items;
    items.reserve(made.items.size());
    for (core::Item& item : made.items) {
        items.push_back({{}, std::move(item), {}, job_id});
    }
    for (std::size_t track = 0; track < made.item_of_track.size(); ++track) {
        const auto item = made.item_of_track[track];
        if (item && items[*item].id.empty()) {
            items[*item].id = item_id(name, track);
        }
    }
    for (const auto& [track, key] : tracked_) {
        if (const auto item = made.item_of_track[track]) {
            items[*item].sightings.push_back(key);
        }
    }
    return items;
}

}  // namespace mobilscan::worker
