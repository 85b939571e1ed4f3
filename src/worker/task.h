// Task: one claim in the hands of a worker, and what its parts have in common. Internal to worker/.
#pragma once

#include <chrono>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/error.h"
#include "core/result.h"
#include "store/segment_store.h"
#include "worker/heartbeat.h"
#include "worker/tools.h"

namespace mobilscan::worker {

// How long a worker waits for a database that is away: less than half a lease while it works, and
// hardly while it ends.
struct Patience {
    std::chrono::seconds most{20};
    std::chrono::seconds after_stop{3};
    std::stop_token stop;
};

struct Task {
    const Tools& tools;
    store::sql::Connection& connection;
    store::LeaseSettings lease;
    store::Claim claim;
    core::JobSettings settings;
    Heartbeat& heartbeat;
    std::stop_token stop;  // the process shall end: finish what is begun and give the claim back
    std::optional<store::Claim> next = {};  // comes into the same hands when this one is done

    [[nodiscard]] store::SegmentStore segments() const {
        return store::SegmentStore(connection, lease);
    }

    [[nodiscard]] Patience patience() const { return {.stop = stop}; }

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
// afterwards, and the task what comes next. `load` gives the readers of the job's profile when
// there is something to read.
[[nodiscard]] Result<Ended> read_segment(
    Task& task, const std::function<Result<const ocr::TextReaders*>()>& load);

// Makes the items of a job from its stored detections and completes the job.
[[nodiscard]] Result<Ended> make_items(Task& task);

// Calls a function of the store again while the database is only busy or away: each takes effect
// once. Other errors, and this one in the end, are returned.
template <class Call>
[[nodiscard]] auto patiently(const Patience& patience, Call&& call) -> decltype(call()) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds pause{250};  // a server that is away refuses at once
    const auto begin = Clock::now();
    auto result = call();
    while (!result && result.error().code == core::ErrorCode::store_unavailable &&
           Clock::now() - begin <
               (patience.stop.stop_requested() ? patience.after_stop : patience.most)) {
        std::this_thread::sleep_for(pause);
        result = call();
    }
    return result;
}

}  // namespace mobilscan::worker
