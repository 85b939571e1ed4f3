// ItemFold: readings of a job in their order become its items. Internal to worker/.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "scan/sight.h"
#include "scan/tracker.h"
#include "store/item_store.h"

namespace mobilscan::worker {

class ItemFold {
public:
    // `every_frames`: the step between samples.
    explicit ItemFold(std::int64_t every_frames) : every_frames_(every_frames) {}

    // What was read in the next frame, with the keys of its rows; none is possible.
    void add(std::int64_t frame_number, std::span<const scan::Sight> sights,
             std::span<const store::DetectionKey> keys);

    // The items so far. Their ids depend on `name` and the place of their first track alone: others
    // before them come and go.
    [[nodiscard]] std::vector<store::StoredItem> items(const std::string& job_id,
                                                       const std::string& name) const;

private:
    std::int64_t every_frames_;
    scan::Tracker tracker_;
    std::vector<std::pair<std::size_t, store::DetectionKey>> tracked_;
};

}  // namespace mobilscan::worker
