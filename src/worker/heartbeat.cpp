#include "worker/heartbeat.h"

#include <condition_variable>
#include <utility>

#include "telemetry/log.h"

namespace mobilscan::worker {
namespace {

using core::ErrorCode;
using telemetry::Level;

}  // namespace

Heartbeat::Heartbeat(store::Database& database, store::Claim claim, store::LeaseSettings lease,
                     std::chrono::milliseconds interval)
    : database_(database),
      claim_(std::move(claim)),
      lease_(lease),
      interval_(interval),
      thread_([this](const std::stop_token& end) { beat(end); }) {}

Heartbeat::~Heartbeat() = default;

std::optional<core::Error> Heartbeat::reason() const {
    const std::scoped_lock lock(mutex_);
    return reason_;
}

void Heartbeat::beat(const std::stop_token& end) {
    std::unique_ptr<store::sql::Connection> connection;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    bool ours = true;
    while (ours && !end.stop_requested()) {
        wake.wait_for(lock, end, interval_, [] { return false; });
        if (end.stop_requested()) {
            return;
        }
        if (!connection) {
            if (auto made = database_.connect()) {
                connection = *std::move(made);
            }
        }
        if (connection) {
            ours = renew(*connection);
        }
    }
}

bool Heartbeat::renew(store::sql::Connection& connection) {
    store::SegmentStore segments(connection, lease_);
    const auto renewed = segments.renew(claim_, progress_.load());
    if (renewed) {
        return true;
    }
    switch (renewed.error().code) {
        case ErrorCode::lease_lost:
        case ErrorCode::cancelled:
        case ErrorCode::worker_stalled: {
            const std::scoped_lock lock(mutex_);
            reason_ = renewed.error();
            return false;
        }
        default:  // the lease lasts for several beats more
            telemetry::log(Level::warning, "lease_not_renewed",
                           {{"job_id", claim_.job_id},
                            {"segment", claim_.segment},
                            {"error", std::string(core::info(renewed.error().code).name)}});
            return true;
    }
}

}  // namespace mobilscan::worker
