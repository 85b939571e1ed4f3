// EventStore: what happened to jobs, in one order, for pages that watch.
//
// A value over a connection; threads and common errors as JobStore.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/job.h"
#include "core/result.h"
#include "store/sql.h"

namespace mobilscan::store {

// A picture of the job right after what happened.
struct Event {
    std::int64_t id = 0;  // increasing
    std::string job_id;
    std::string kind;  // accepted, planned, progress, items, completed, failed, cancelled, retried,
                       // removed, restored
    core::JobStatus status = core::JobStatus::pending;
    std::int64_t processed_frames = 0;
    std::int64_t total_frames = 0;
    std::int64_t detections_count = 0;
    std::int64_t created_at_us = 0;
};

class EventStore {
public:
    explicit EventStore(sql::Connection& connection) : connection_(connection) {}

    // At most `limit` events after `id`, of one job or (empty) of all, oldest first.
    [[nodiscard]] Result<std::vector<Event>> since(std::int64_t id, const std::string& job_id,
                                                   int limit);

    // The id of the newest event, 0 when there is none: where a new watcher begins.
    [[nodiscard]] Result<std::int64_t> newest();

    // Deletes events older than `age` and returns how many. The newest is always kept, so that
    // ids go on.
    [[nodiscard]] Result<std::int64_t> prune(std::chrono::seconds age);

private:
    sql::Connection& connection_;
};

// Adds an event with the job's numbers as they are now; part of the caller's transaction.
void add_event(sql::Connection& connection, const std::string& job_id, std::string_view kind);

}  // namespace mobilscan::store
