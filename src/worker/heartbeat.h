// Heartbeat: keeps the lease of one claim while its work goes on, on a thread and a connection of
// its own, so that neither a long inference nor a long transaction starves it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "core/error.h"
#include "store/database.h"
#include "store/segment_store.h"

namespace mobilscan::worker {

class Heartbeat {
public:
    // Renews every `interval`. The database must outlive it.
    Heartbeat(store::Database& database, store::Claim claim, store::LeaseSettings lease,
              std::chrono::milliseconds interval);
    ~Heartbeat();  // joins
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;

    // Something was done: without it for LeaseSettings::stall, the lease is given up.
    void progress() noexcept { progress_.fetch_add(1); }

    // Why the claim is no longer ours: lease_lost, cancelled or worker_stalled; then the work must
    // end and write nothing. Nothing while it is ours.
    [[nodiscard]] std::optional<core::Error> reason() const;

private:
    void beat(const std::stop_token& end);
    // False once the claim is lost.
    bool renew(store::sql::Connection& connection);

    store::Database& database_;
    store::Claim claim_;
    store::LeaseSettings lease_;
    std::chrono::milliseconds interval_;
    std::atomic<std::int64_t> progress_{1};
    mutable std::mutex mutex_;
    std::optional<core::Error> reason_;  // under mutex_
    std::jthread thread_;
};

}  // namespace mobilscan::worker
