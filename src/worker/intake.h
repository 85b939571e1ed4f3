// Intake: where a worker gets its next claim from. Three sources, in this order: segments of jobs
// that were begun, the list of messages, and rows that nobody announced. So jobs end in the order
// of their upload, and no message stays behind of a job that was begun: a program without claims
// would take it for one to do.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "blobs/blob_folder.h"
#include "core/result.h"
#include "queue/doorbell.h"
#include "queue/messages.h"
#include "store/segment_store.h"

namespace mobilscan::worker {

struct IntakeSettings {
    std::string worker;  // its name, for the rows
    store::LeaseSettings lease;
    std::string foreign_settings;  // of jobs that come as a message alone: core::to_text()
};

class Intake {
public:
    // What it refers to must outlive it.
    Intake(store::sql::Connection& connection, queue::Listener& listener,
           const blobs::BlobFolder& videos, IntakeSettings settings)
        : connection_(connection),
          listener_(listener),
          videos_(videos),
          settings_(std::move(settings)) {}

    // Claims what is to be done next; nothing when nothing is due. Errors: store_*.
    [[nodiscard]] Result<std::optional<store::Claim>> next();

    // Returns when there may be something, after `timeout`, or when a stop is requested.
    void wait(std::chrono::milliseconds timeout, const std::stop_token& stop);

    // Gives a message that was heard and not looked at back to the others.
    void close() noexcept;

private:
    using Found = std::optional<store::Claim>;

    [[nodiscard]] Result<Found> claim(const store::Wanted& wanted);
    [[nodiscard]] Result<Found> claim_of(const std::string& job_id);
    [[nodiscard]] Result<Found> next_of_messages();
    [[nodiscard]] Result<Found> claim_announced(const std::string& message);
    [[nodiscard]] Result<bool> adopt(const queue::Announcement& job);

    store::sql::Connection& connection_;
    queue::Listener& listener_;
    const blobs::BlobFolder& videos_;
    IntakeSettings settings_;
    std::optional<std::string> message_;  // heard while waiting
};

}  // namespace mobilscan::worker
