// Worker: takes segments from the store and reads them, one at a time, until it is told to stop.
//
// What it does is repeatable: whatever moment it dies at, somebody else goes on at the first chunk
// that is not committed, and the rows become the same. Two threads: the caller's reads, and a
// heartbeat renews the lease.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/result.h"
#include "worker/intake.h"
#include "worker/task.h"
#include "worker/tools.h"

namespace mobilscan::worker {

struct WorkerSettings {
    std::string name;  // unique for each start of a process and thread; kept in the rows
    store::LeaseSettings lease = {};
    std::string foreign_settings = {};  // of jobs that come as a message alone: core::to_text()
    std::chrono::milliseconds heartbeat = std::chrono::seconds{5};
};

class Worker {
public:
    // Connects to the database and listens to the doorbell. Errors: store_*, storage_failed.
    [[nodiscard]] static Result<std::unique_ptr<Worker>> create(Tools tools,
                                                                WorkerSettings settings);

    // Loads the readers of a profile now, so that a program that cannot read says so before it
    // takes any work. Errors: model_missing, model_mismatch, device_missing, inference_failed.
    [[nodiscard]] Result<void> prepare(core::Profile profile);

    // Works until a stop is requested: then the chunk that is begun is finished and the segment
    // given back. Errors, after which this process should end: model_missing, model_mismatch
    // and device_missing (the segment was given back), decoder_unavailable (it waits for another
    // try), store_failed.
    [[nodiscard]] Result<void> run(const std::stop_token& stop);

    // Does one segment, or what can be done of it; false when nothing is due. Errors as run(), and
    // store_unavailable.
    [[nodiscard]] Result<bool> work_once(const std::stop_token& stop);

private:
    Worker(Tools tools, WorkerSettings settings, std::unique_ptr<store::sql::Connection> connection,
           std::unique_ptr<queue::Listener> listener);

    [[nodiscard]] Result<const ocr::TextReaders*> readers_for(core::Profile profile);
    [[nodiscard]] Result<store::Claim> with_own_engine(store::Claim claim);
    [[nodiscard]] Result<std::optional<store::Claim>> work_on(store::Claim claim,
                                                              const std::stop_token& stop);
    [[nodiscard]] Result<Ended> attempt(store::Claim& claim, std::optional<store::Claim>& next,
                                        const std::stop_token& stop);
    [[nodiscard]] Result<void> settle(const store::Claim& claim, const Result<Ended>& ended);
    [[nodiscard]] Result<void> report_failure(const store::Claim& claim, const core::Error& error);

    [[nodiscard]] store::SegmentStore segments() {
        return store::SegmentStore(*connection_, settings_.lease);
    }

    Tools tools_;
    WorkerSettings settings_;
    std::unique_ptr<store::sql::Connection> connection_;
    std::unique_ptr<queue::Listener> listener_;
    Intake intake_;
    std::optional<core::Profile> loaded_;  // what readers_ read with: one profile is kept
    ocr::TextReaders readers_;
};

}  // namespace mobilscan::worker
