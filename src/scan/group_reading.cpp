#include "scan/group_reading.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

#include "image/visibility.h"
#include "ocr/container_code.h"
#include "ocr/reading_order.h"

namespace mobilscan::scan {
namespace {

using core::Quad;

// The corners of a region, beginning where those of `like` begin, which may be at another place.
Quad begun_like(const Quad& region, const Quad& like) {
    const core::Point from = core::centre(like);
    const core::Point to = core::centre(region);
    int best = 0;
    float least = std::numeric_limits<float>::max();
    for (int steps = 0; steps < 4; ++steps) {
        const Quad turned = core::rotated_start(region, steps);
        float away = 0;
        for (std::size_t i = 0; i < turned.size(); ++i) {
            away += core::distance({turned[i].x - to.x, turned[i].y - to.y},
                                   {like[i].x - from.x, like[i].y - from.y});
        }
        if (away < least) {
            least = away;
            best = steps;
        }
    }
    return core::rotated_start(region, best);
}

bool is_as(const Quad& line, const Quad& region) {
    constexpr float rounding = 0.2F;  // pixels: lines are rounded as they are stored
    const Quad same = begun_like(region, line);
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (core::distance(line[i], same[i]) > rounding) {
            return false;
        }
    }
    return true;
}

bool is_cut_by(const image::Frame& frame, const Quad& quad) {
    return cut_of(quad, frame.picture.width(), frame.picture.height()) != core::Cut::no;
}

// Whether others of the frame may belong to it, though they stand apart.
bool may_need_others(const ocr::TextLine& line) {
    return ocr::begins_container_code(line.characters) || ocr::is_container_owner(line.characters);
}

std::optional<core::UnreadReason> why_nothing_is_read(const image::Frame& frame) {
    switch (image::visibility_of(frame.picture.view())) {
        case image::Visibility::blurred:
            return core::UnreadReason::blurred;
        case image::Visibility::dark:
            return core::UnreadReason::dark;
        case image::Visibility::clear:
            break;
    }
    return std::nullopt;
}

auto abandoned() {
    return failure(core::ErrorCode::cancelled, "not read any more");
}

}  // namespace

GroupReading::~GroupReading() {
    abandoned_ = true;
    for (const auto& in_hand : frames_) {
        if (in_hand->looking.valid()) {
            in_hand->looking.wait();
        }
        if (in_hand->reading.valid()) {
            in_hand->reading.wait();
        }
    }
}

void GroupReading::add(image::Frame frame) {
    frames_.push_back(std::make_unique<InHand>());
    InHand& in_hand = *frames_.back();
    in_hand.frame = std::move(frame);
    in_hand.looking = crew_.give([&in_hand, this](ocr::TextReader& reader) {
        return abandoned_ ? Look{abandoned(), {}, {}} : look_at(in_hand.frame, reader, options_);
    });
}

Result<void> GroupReading::begin(const Memory& memory) {
    for (const auto& in_hand : frames_) {
        in_hand->look = in_hand->looking.get();
        if (!in_hand->look->found) {
            return failure(in_hand->look->found.error());
        }
        in_hand->sights.resize(in_hand->look->regions());
    }
    make_chains(memory);
    (void)give_round();
    return {};
}

void GroupReading::make_chains(const Memory& memory) {
    std::vector<FrameRegions> frames;
    for (const auto& in_hand : frames_) {
        const ocr::FoundText& found = *in_hand->look->found;
        FrameRegions& regions = frames.emplace_back();
        regions.view = &in_hand->look->view;
        regions.is_faint = found.is_faint;
        for (const ocr::TextRegion& region : found.regions) {
            regions.is_cut.push_back(is_cut_by(in_hand->frame, region.quad));
        }
    }
    Chaining made = chained(frames, memory);
    chains_ = std::move(made.chains);
    for (std::size_t i = 0; i < frames_.size(); ++i) {
        frames_[i]->crops = std::move(made.crops[i]);
    }
}

Crop& GroupReading::crop_of(const InHand& in_hand, std::size_t region) {
    const auto [chain, crop] = in_hand.crops[region];
    return chains_[chain].crops[crop];
}

std::vector<Sight> GroupReading::readings_of(const Chain& chain) const {
    std::vector<Sight> readings = chain.known;
    for (const Crop& crop : chain.crops) {
        if (crop.state == Crop::State::read) {
            readings.push_back(*frames_[crop.frame]->sights[crop.region]);
        }
    }
    return readings;
}

// What may be parts of one line is read together.
void GroupReading::want_with_group(InHand& in_hand, std::size_t region) {
    const std::vector<std::size_t>& groups = in_hand.look->found->groups;
    for (std::size_t other = 0; other < groups.size(); ++other) {
        const auto& wanted = in_hand.wanted;
        if (groups[other] == groups[region] &&
            std::find(wanted.begin(), wanted.end(), other) == wanted.end()) {
            in_hand.wanted.push_back(other);
        }
    }
}

// The crops of the chain that are read next.
std::vector<std::size_t> GroupReading::wanted(const Chain& chain) const {
    const std::vector<Sight> readings = readings_of(chain);
    std::vector<std::size_t> crops = chain.wanted(readings);
    if (crops.empty() && !readings.empty() && !chain.is_combined) {
        if (const auto crop = doubtful(chain, standing_reading(readings))) {
            crops.push_back(*crop);
        }
    }
    return crops;
}

// A display may show another number from one frame to the next: what does not look just like a crop
// that was read as the standing text is read, too.
std::optional<std::size_t> GroupReading::doubtful(const Chain& chain, const Sight& standing) const {
    const std::string text = text_key(standing.detection);
    std::vector<const image::Patch*> known;
    if (chain.last_text == text) {
        known.push_back(&chain.last);
    }
    for (const Crop& crop : chain.crops) {
        if (crop.state == Crop::State::read &&
            text_key(frames_[crop.frame]->sights[crop.region]->detection) == text) {
            known.push_back(&patch_of(crop));
        }
    }
    const std::vector<std::size_t> waiting = chain.waiting();
    std::vector<const image::Patch*> patches;
    patches.reserve(waiting.size());
    for (const std::size_t crop : waiting) {
        patches.push_back(&patch_of(chain.crops[crop]));
    }
    const auto most = most_doubtful(std::move(known), patches);
    return most ? std::optional(waiting[*most]) : std::nullopt;
}

const image::Patch& GroupReading::patch_of(const Crop& crop) const {
    return frames_[crop.frame]->look->view.places[crop.region].patch;
}

// The crops that are read next; false when nothing is left to read.
bool GroupReading::give_round() {
    for (const Chain& chain : chains_) {
        const std::vector<std::size_t> next = options_.carries ? wanted(chain) : chain.waiting();
        for (const std::size_t crop : next) {
            want_with_group(*frames_[chain.crops[crop].frame], chain.crops[crop].region);
        }
    }
    bool any = false;
    for (const auto& in_hand : frames_) {
        if (in_hand->reads_whole) {
            in_hand->wanted.resize(in_hand->look->regions());
            std::iota(in_hand->wanted.begin(), in_hand->wanted.end(), std::size_t{0});
        }
        if (in_hand->wanted.empty()) {
            continue;
        }
        any = true;
        InHand& mine = *in_hand;
        std::sort(mine.wanted.begin(), mine.wanted.end());
        mine.reading = crew_.give([&mine, this](ocr::TextReader& reader) {
            return abandoned_
                       ? Result<std::vector<ocr::TextLine>>(abandoned())
                       : reader.read(mine.frame.picture.view(), *mine.look->found, mine.wanted);
        });
    }
    return any;
}

Result<void> GroupReading::take_round() {
    for (const auto& in_hand : frames_) {
        if (in_hand->wanted.empty()) {
            continue;
        }
        auto lines = in_hand->reading.get();
        if (!lines) {
            return failure(lines.error());
        }
        take(*in_hand, *std::move(lines));
    }
    return {};
}

void GroupReading::take(InHand& in_hand, std::vector<ocr::TextLine> lines) {
    const std::vector<std::size_t> asked = std::exchange(in_hand.wanted, {});
    const bool was_whole = asked.size() == in_hand.look->regions();
    const std::vector<bool>& is_faint = in_hand.look->found->is_faint;
    in_hand.crops_read += std::count_if(asked.begin(), asked.end(),
                                        [&](std::size_t region) { return !is_faint[region]; });
    in_hand.reads_whole = !was_whole && std::any_of(lines.begin(), lines.end(), may_need_others);
    if (in_hand.reads_whole) {
        return;  // all of it is read again
    }
    if (was_whole) {
        in_hand.combined.clear();
    }
    for (const std::size_t region : asked) {
        crop_of(in_hand, region).state = Crop::State::unread;
        in_hand.sights[region].reset();
    }
    for (Sight& sight : text_sights(in_hand.frame, std::move(lines), options_.scripts)) {
        const auto& regions = in_hand.look->found->regions;
        const Quad& quad = sight.detection.quad;
        const auto own = std::find_if(asked.begin(), asked.end(), [&](std::size_t region) {
            return is_as(quad, regions[region].quad);
        });
        if (own != asked.end()) {
            crop_of(in_hand, *own).state = Crop::State::read;
            in_hand.sights[*own] = std::move(sight);
            continue;
        }
        for (const std::size_t region : asked) {
            if (core::contains(quad, core::centre(regions[region].quad))) {
                crop_of(in_hand, region).state = Crop::State::combined;
                chains_[in_hand.crops[region].chain].is_combined = true;
            }
        }
        in_hand.combined.push_back(std::move(sight));
    }
}

// Where a line is seen that was not read there, its standing reading is.
void GroupReading::carry() {
    for (const Chain& chain : chains_) {
        const std::vector<Sight> readings = readings_of(chain);
        if (readings.empty() || chain.is_combined) {
            continue;
        }
        const Sight& standing = standing_reading(readings);
        for (const Crop& crop : chain.crops) {
            InHand& in_hand = *frames_[crop.frame];
            if (crop.state != Crop::State::waiting) {
                continue;
            }
            Sight sight = standing;
            sight.is_carried = true;
            sight.detection.frame_number = in_hand.frame.number;
            sight.detection.timestamp_us = in_hand.frame.timestamp_us;
            sight.detection.quad = as_stored(begun_like(
                in_hand.look->found->regions[crop.region].quad, standing.detection.quad));
            sight.cut = cut_of(sight.detection.quad, in_hand.frame.picture.width(),
                               in_hand.frame.picture.height());
            in_hand.sights[crop.region] = std::move(sight);
        }
    }
}

// A chain that was tried and gave no text, where it is seen best: unless it is cut there, or
// belongs to a text that was read.
void GroupReading::note_unread_labels() {
    constexpr float confidence_min = 0.7F;  // of the detector: below it walls look like labels
    for (const Chain& chain : chains_) {
        const auto tried = [](const Crop& crop) { return crop.state == Crop::State::unread; };
        if (chain.is_combined || !readings_of(chain).empty() ||
            std::none_of(chain.crops.begin(), chain.crops.end(), tried)) {
            continue;
        }
        const Crop& best =
            *std::max_element(chain.crops.begin(), chain.crops.end(),
                              [](const Crop& a, const Crop& b) { return a.quality < b.quality; });
        InHand& in_hand = *frames_[best.frame];
        const ocr::TextRegion& region = in_hand.look->found->regions[best.region];
        const core::Point middle = core::centre(region.quad);
        const auto holds_it = [&](const Sight& sight) {
            return core::contains(sight.detection.quad, middle);
        };
        const bool is_read =
            std::any_of(in_hand.combined.begin(), in_hand.combined.end(), holds_it) ||
            std::any_of(in_hand.look->codes.begin(), in_hand.look->codes.end(), holds_it) ||
            std::any_of(in_hand.sights.begin(), in_hand.sights.end(),
                        [&](const auto& sight) { return sight && holds_it(*sight); });
        if (region.confidence >= confidence_min && !is_read &&
            !is_cut_by(in_hand.frame, region.quad)) {
            in_hand.unread.push_back({core::UnreadReason::label, in_hand.frame.number,
                                      in_hand.frame.timestamp_us, as_stored(region.quad),
                                      frames_[chain.crops.front().frame]->frame.timestamp_us,
                                      frames_[chain.crops.back().frame]->frame.timestamp_us});
        }
    }
}

FrameReading GroupReading::reading_of(InHand& in_hand) {
    std::vector<Sight> texts = std::move(in_hand.combined);
    for (std::optional<Sight>& sight : in_hand.sights) {
        if (sight) {
            texts.push_back(*std::move(sight));
        }
    }
    std::vector<ocr::TextPlace> places;
    places.reserve(texts.size());
    for (const Sight& text : texts) {
        places.push_back({text.detection.quad, text.detection.text});
    }
    FrameReading reading;
    for (const std::size_t index : ocr::reading_order(places)) {
        reading.sights.push_back(std::move(texts[index]));
    }
    std::move(in_hand.look->codes.begin(), in_hand.look->codes.end(),
              std::back_inserter(reading.sights));
    reading.unread = std::move(in_hand.unread);
    if (reading.sights.empty()) {
        if (const auto reason = why_nothing_is_read(in_hand.frame)) {
            const std::int64_t now = in_hand.frame.timestamp_us;
            reading.unread.assign(1, {*reason, in_hand.frame.number, now, {}, now, now});
        }
    }
    return reading;
}

Result<std::vector<ReadFrame>> GroupReading::finish() {
    do {
        if (auto taken = take_round(); !taken) {
            return failure(std::move(taken.error()));
        }
    } while (give_round());
    carry();
    note_unread_labels();
    std::vector<ReadFrame> read;
    read.reserve(frames_.size());
    for (const auto& in_hand : frames_) {
        const std::vector<bool>& is_faint = in_hand->look->found->is_faint;
        const auto seen = std::count(is_faint.begin(), is_faint.end(), false);
        FrameReading reading = reading_of(*in_hand);
        read.push_back({std::move(in_hand->frame), std::move(reading), seen, in_hand->crops_read});
    }
    return read;
}

}  // namespace mobilscan::scan
