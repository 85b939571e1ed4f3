// The stored readings of a segment, frame by frame. Internal to worker/.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/result.h"
#include "scan/sight.h"
#include "store/detection_rows.h"
#include "worker/task.h"

namespace mobilscan::worker {

struct StoredFrame {
    std::vector<scan::Sight> sights;        // one or more, in the order in which they were read
    std::vector<store::DetectionKey> keys;  // of each
};

// Calls the function for every frame of the segment in which something was read, in their order.
// Errors: those of DetectionStore.
[[nodiscard]] Result<void> for_each_frame(Task& task, std::int64_t segment,
                                          const std::function<void(const StoredFrame&)>& take);

}  // namespace mobilscan::worker
