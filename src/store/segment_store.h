// SegmentStore: the work. A worker claims one segment of one job at a time, commits it chunk by
// chunk, and completes, fails or gives it back.
//
//            claim            complete
//   pending -------> processing -------> completed      all segments >= 0 completed:
//      ^  give_back, fail  |  fail                      segment -1 (the items) becomes pending
//      +-------------------+-------> failed             segment -1 completed: the job is completed
//      the lease ran out   |  job ended by others
//                          +-------> closed
//
// Every claim has a random token, and every write of a worker names it, in the transaction of what
// it writes: once a lease ran out and somebody else claimed the segment, or the job was cancelled,
// the write changes nothing and says lease_lost or cancelled. The worker then drops its work.
// All moments are the database's.
//
// A value over a connection; threads and common errors as JobStore. After store_unavailable a
// worker may repeat the same call: all of them take effect once.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/limits.h"
#include "core/result.h"
#include "core/unread.h"
#include "store/detection_rows.h"
#include "store/item_store.h"
#include "store/sql.h"

namespace mobilscan::store {

// The segment whose work is to make the items of a job from its stored detections.
inline constexpr std::int64_t items_segment = -1;

struct LeaseSettings {
    std::chrono::microseconds lease = limits::lease_seconds;
    std::chrono::microseconds stall = limits::stall_seconds;
};

// The part of a video that a segment covers, as planned. Frames [first_frame, end_frame).
struct SegmentPlan {
    std::int64_t first_frame = 0;
    std::int64_t end_frame = 0;
    std::int64_t first_pts_us = 0;
    std::int64_t last_pts_us = 0;
    std::int64_t samples = 0;
    std::int64_t chunks = 0;

    friend bool operator==(const SegmentPlan&, const SegmentPlan&) = default;
};

struct Claim {
    std::string job_id;
    std::int64_t segment = 0;
    std::string token;
    std::int64_t next_chunk = 0;      // where to go on: this and all later chunks are missing
    std::optional<SegmentPlan> plan;  // nothing: survey the video and save_plan() first
    std::string engine;               // that made the chunks before; empty when there are none
    std::int64_t frames_read = 0;     // in the chunks before
    std::int64_t attempts = 0;        // failed ones since the last committed chunk
    std::int64_t crashes = 0;         // leases that ran out since then
    std::string video_name;
    std::string video_path;
    std::string settings;
    std::string traceparent;
};

// A chunk of samples that were read. Chunks of a segment are committed in order, each once, also
// when nothing was found in them or nothing could be decoded.
struct Chunk {
    std::int64_t number = 0;
    std::int64_t samples = 0;  // frames that were read
    std::string engine;        // what read them: models, precision, version
    std::vector<DetectionRow> detections;
    std::vector<core::Unread> unread = {};  // what could not be read
    // The labels of the segment so far, in the place of those of the chunk before: shown until the
    // items of the job are made. Their sightings are not kept.
    std::vector<StoredItem> items = {};
    // With the last chunk of a segment: what its reading met, for whoever makes the items; kept as
    // it is. In the chunk's transaction, as a worker may die before it completes the segment.
    std::string warnings;
};

// What was committed of a segment, for the making of the items.
struct SegmentOutcome {
    std::int64_t segment = 0;
    std::int64_t samples = 0;      // planned
    std::int64_t frames_read = 0;  // the others could not be decoded
    std::string warnings;
    std::int64_t detections = 0;
};

// Which segments a worker asks for.
struct Wanted {
    bool begun = false;                // only of jobs that some worker claimed before
    std::chrono::microseconds due{0};  // for so long at least; of leases that ran out: any
};

class SegmentStore {
public:
    explicit SegmentStore(sql::Connection& connection, LeaseSettings settings = {})
        : connection_(connection), settings_(settings) {}

    // Takes the segment that waits longest, or one whose lease ran out; nothing when none that is
    // wanted is due. `worker` is kept for people to read. Finding nothing takes no lock.
    [[nodiscard]] Result<std::optional<Claim>> claim(const std::string& worker,
                                                     const Wanted& wanted = {});

    // The same of one job, at once.
    [[nodiscard]] Result<std::optional<Claim>> claim_of(const std::string& worker,
                                                        const std::string& job_id);

    // Keeps the plan of the job: the claimed segment 0 gets its part, the others become claimable.
    // A plan that is already there stays. Returns the claim with its part.
    // Errors: lease_lost, cancelled, over_budget (more segments than limits::segments_max).
    [[nodiscard]] Result<Claim> save_plan(const Claim& claim, std::span<const SegmentPlan> plan);

    // Prolongs the lease. `progress` is any number that grows while work is done: when it has stood
    // still for LeaseSettings::stall, worker_stalled. Errors: lease_lost, cancelled.
    [[nodiscard]] Result<void> renew(const Claim& claim, std::int64_t progress);

    // The detections of a chunk, the progress and the renewed lease, in one transaction. A chunk
    // that is already there is left as it is. Evidence files must be synced before.
    // Errors: lease_lost, cancelled.
    [[nodiscard]] Result<void> commit_chunk(const Claim& claim, const Chunk& chunk);

    // Drops all chunks of the segment, for a worker whose engine is another than Claim::engine.
    // Returns the claim from its beginning, with a new token. Errors: lease_lost, cancelled.
    [[nodiscard]] Result<Claim> restart(const Claim& claim);

    // All chunks are committed. When this was the last segment, the same worker has items_segment
    // in hand, and its claim is returned. Errors: lease_lost, cancelled, protocol_violation (chunks
    // are missing).
    [[nodiscard]] Result<std::optional<Claim>> complete(const Claim& claim);

    // All segments of a planned job but items_segment, in time order.
    [[nodiscard]] Result<std::vector<SegmentOutcome>> outcomes(const std::string& job_id);

    // The items replace all that the job had, and the job is completed. `claim` is of segment -1.
    // Errors: lease_lost, cancelled.
    [[nodiscard]] Result<void> complete_items(const Claim& claim, std::span<const StoredItem> items,
                                              const std::vector<std::string>& warnings);

    // The work ended with an error: by its retry class the segment waits for another attempt, or
    // the job is failed. Returns true when the job is failed. Errors: lease_lost, cancelled.
    [[nodiscard]] Result<bool> fail(const Claim& claim, const core::Error& error);

    // Back to the others at once, for a worker that stops. Errors: lease_lost, cancelled.
    [[nodiscard]] Result<void> give_back(const Claim& claim);

private:
    sql::Connection& connection_;
    LeaseSettings settings_;
};

}  // namespace mobilscan::store
