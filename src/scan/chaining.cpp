#include "scan/chaining.h"

#include <algorithm>
#include <utility>

#include "core/movement.h"

namespace mobilscan::scan {
namespace {

// What the next frame is compared with: the places of the last one, and those that it missed.
class Front {
public:
    Front(View view, std::vector<std::size_t> chains)
        : view_(std::move(view)), chains_(std::move(chains)), missed_(view_.places.size()) {}

    // The chain that each region of `after` goes on in, if any. The regions of `after` are the
    // front from now on, with these chains or the ones from `next` on, and what it misses.
    std::vector<std::size_t> go_on(const View& after, std::size_t regions, std::size_t next) {
        Links links = linked(view_, after);
        links.before.resize(regions);  // none where nothing is carried
        std::vector<bool> goes_on(view_.places.size());
        std::vector<std::size_t> chains;
        for (const auto& place : links.before) {
            if (place) {
                goes_on[*place] = true;
            }
            chains.push_back(place ? chains_[*place] : next++);
        }
        Front front(after, chains);
        for (std::size_t place = 0; links.movement && place < view_.places.size(); ++place) {
            if (!goes_on[place]) {
                front.keep(*this, place, *links.movement);
            }
        }
        *this = std::move(front);
        return chains;
    }

private:
    void keep(Front& before, std::size_t place, const core::Movement& movement) {
        constexpr int missed_max = 2;
        if (before.missed_[place] == missed_max) {
            return;
        }
        Place& moved = view_.places.emplace_back(std::move(before.view_.places[place]));
        moved.quad = core::moved(moved.quad, movement);
        chains_.push_back(before.chains_[place]);
        missed_.push_back(before.missed_[place] + 1);
    }

    View view_;
    std::vector<std::size_t> chains_;  // of its places
    std::vector<int> missed_;          // frames on end that did not show it
};

Crop crop_of(const FrameRegions& regions, std::size_t frame, std::size_t region) {
    Crop crop{frame, region};
    if (regions.is_faint[region]) {
        crop.state = Crop::State::faint;
    }
    if (region < regions.view->places.size()) {
        crop.quality = quality_of(regions.view->places[region], regions.is_cut[region]);
    }
    return crop;
}

}  // namespace

Chaining chained(std::span<const FrameRegions> frames, const Memory& memory) {
    Chaining made;
    std::vector<std::size_t> known;
    for (std::size_t place = 0; place < memory.view().places.size(); ++place) {
        known.push_back(made.chains.size());
        made.chains.push_back({memory.readings(place),
                               memory.view().places[place].patch,
                               memory.text(place),
                               {},
                               false});
    }
    Front front(memory.view(), std::move(known));
    for (std::size_t frame = 0; frame < frames.size(); ++frame) {
        const std::size_t regions = frames[frame].is_faint.size();
        std::vector<CropPlace>& crops = made.crops.emplace_back();
        const auto chains = front.go_on(*frames[frame].view, regions, made.chains.size());
        for (std::size_t region = 0; region < regions; ++region) {
            const std::size_t chain = chains[region];
            made.chains.resize(std::max(made.chains.size(), chain + 1));
            crops.push_back({chain, made.chains[chain].crops.size()});
            made.chains[chain].crops.push_back(crop_of(frames[frame], frame, region));
        }
    }
    return made;
}

}  // namespace mobilscan::scan
