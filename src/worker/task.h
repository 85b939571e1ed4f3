// Task: one claim in the hands of a worker, and what its parts have in common. Internal to worker/.
#pragma once

#include <stop_token>
#include <utility>

#include "core/error.h"
#include "core/result.h"
#include "store/segment_store.h"
#include "worker/heartbeat.h"
#include "worker/tools.h"

namespace mobilscan::worker {

struct Task {
    const Tools& tools;
    store::sql::Connection& connection;
    store::LeaseSettings lease;
    store::Claim claim;
    core::JobSettings settings;
    Heartbeat& heartbeat;
    std::stop_token stop;  // the process shall end: finish what is begun and give the claim back

    [[nodiscard]] store::SegmentStore segments() const {
        return store::SegmentStore(connection, lease);
    }

    // Why the work must end at once, if it must.
    [[nodiscard]] Result<void> check_claim() const {
        if (auto reason = heartbeat.reason()) {
            return failure(*std::move(reason));
        }
        return {};
    }
};

enum class Ended {
    done,     // nothing is left of the claim
    stopped,  // a stop was requested; the claim goes back
};

// Reads what is missing of a segment, chunk by chunk, and completes it. The claim has its plan
// afterwards. `load` gives the readers of the job's profile when there is something to read.
[[nodiscard]] Result<Ended> read_segment(
    Task& task, const std::function<Result<const ocr::TextReaders*>()>& load);

// Makes the items of a job from its stored detections and completes the job.
[[nodiscard]] Result<Ended> make_items(Task& task);

// Calls a function of the store again while the database is only busy or away: each takes effect
// once. Other errors, and this one in the end, are returned.
template <class Call>
[[nodiscard]] auto patiently(Call&& call) -> decltype(call()) {
    constexpr int calls_max = 3;  // each waits limits::database_wait_seconds by itself
    auto result = call();
    for (int calls = 1;
         calls < calls_max && !result && result.error().code == core::ErrorCode::store_unavailable;
         ++calls) {
        result = call();
    }
    return result;
}

}  // namespace mobilscan::worker
