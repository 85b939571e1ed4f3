// The best picture of each item, cut from the evidence of its frame. Internal to worker/.
#pragma once

#include <cstdint>
#include <span>

#include "core/result.h"
#include "store/item_store.h"
#include "worker/task.h"

namespace mobilscan::worker {

// Writes blobs::crop_name() of every item; synced when it returns. Returns how many could not be
// made because their evidence is gone or damaged. Errors: storage_full, storage_failed, and those
// of Task::check_claim().
[[nodiscard]] Result<std::int64_t> write_item_pictures(Task& task,
                                                       std::span<const store::StoredItem> items);

}  // namespace mobilscan::worker
