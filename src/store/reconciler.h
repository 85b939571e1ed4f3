// What makes the rows true again after workers died or strangers wrote: each function does one
// turn and says how much it changed. Run them every few seconds, on as many nodes as there are:
// every change is guarded. Threads and common errors as JobStore.
#pragma once

#include <cstdint>

#include "core/result.h"
#include "store/sql.h"

namespace mobilscan::store {

struct ExpiredLeases {
    std::int64_t returned = 0;  // segments that wait again, after a random delay
    std::int64_t poisoned = 0;  // segments whose job failed: limits::crashes_max leases ran out
                                // without a committed chunk between
};

[[nodiscard]] Result<ExpiredLeases> return_expired_leases(sql::Connection& connection, int limit);

// Jobs that a program written for the original inserted get a segment to be claimed. Their
// video_path is a stranger's word: open it beneath the storage folder only.
[[nodiscard]] Result<std::int64_t> adopt_foreign_jobs(sql::Connection& connection);

// Detections that such a program inserted get the text that search looks at.
[[nodiscard]] Result<std::int64_t> fold_foreign_detections(sql::Connection& connection, int limit);

}  // namespace mobilscan::store
