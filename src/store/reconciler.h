// What makes the rows true again after workers died or strangers wrote: each function does one
// turn and says how much it changed. Run them every few seconds, on as many nodes as there are:
// every change is guarded. Threads and common errors as JobStore.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "store/job_store.h"
#include "store/sql.h"

namespace mobilscan::store {

// Whether the caller is the one to do the duty `name` (of the table `turns`) now: of all nodes that
// ask, one is told so in each `interval`.
[[nodiscard]] Result<bool> take_turn(sql::Connection& connection, std::string_view name,
                                     std::chrono::microseconds interval);

struct ExpiredLeases {
    std::int64_t returned = 0;  // segments that wait again, after a random delay; those of foreign
                                // workers at once, and what these wrote is dropped
    std::int64_t poisoned = 0;  // segments whose job failed: limits::crashes_max leases ran out
                                // without a committed chunk between
};

[[nodiscard]] Result<ExpiredLeases> return_expired_leases(sql::Connection& connection, int limit);

// What the worker of that name holds can be claimed from now on, and not only when its leases run
// out: for whoever saw the process die. Each counts as a crash, and its token is worth nothing once
// somebody else has claimed the segment. Returns how many.
[[nodiscard]] Result<std::int64_t> abandon_claims(sql::Connection& connection,
                                                  const std::string& worker);

// The same for all workers, without counting a crash: for the one program that owns the database,
// at its start, when it was the machine or that program that died. No other node may be at work.
[[nodiscard]] Result<std::int64_t> abandon_all_claims(sql::Connection& connection);

// Jobs that a program written for the original inserted get a segment to be claimed, and
// `settings` unless they have some. Their video_path is a stranger's word: open it beneath the
// storage folder only.
[[nodiscard]] Result<std::int64_t> adopt_foreign_jobs(sql::Connection& connection,
                                                      const std::string& settings);

// The same for the job that a message names; one without a row gets one. Returns whether there was
// none.
[[nodiscard]] Result<bool> adopt_announced_job(sql::Connection& connection, const NewJob& job);

// Detections that such a program inserted get the text that search looks at.
[[nodiscard]] Result<std::int64_t> fold_foreign_detections(sql::Connection& connection, int limit);

}  // namespace mobilscan::store
