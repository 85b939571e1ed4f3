#include "worker/worker.h"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "blobs/names.h"
#include "telemetry/log.h"

namespace mobilscan::worker {
namespace {

using core::ErrorCode;
using telemetry::Level;

// The machine is not in order, and no job is to blame.
bool is_about_this_machine(ErrorCode code) {
    return code == ErrorCode::model_missing || code == ErrorCode::model_mismatch ||
           code == ErrorCode::device_missing;
}

bool is_lost(ErrorCode code) {
    return code == ErrorCode::lease_lost || code == ErrorCode::cancelled;
}

// To say how work ended; should it fail, the lease runs out.
constexpr std::chrono::seconds briefly{5};
const Patience brief{.most = briefly, .after_stop = briefly, .stop = {}};

std::string code_name(const core::Error& error) {
    return std::string(core::info(error.code).name);
}

void wait_for(std::chrono::milliseconds time, const std::stop_token& stop) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    never.wait_for(lock, stop, time, [] { return false; });
}

// Errors of giving up a claim that somebody else has by now are none.
Result<void> unless_lost(Result<void> result) {
    if (!result && is_lost(result.error().code)) {
        return {};
    }
    return result;
}

}  // namespace

Worker::Worker(Tools tools, WorkerSettings settings,
               std::unique_ptr<store::sql::Connection> connection,
               std::unique_ptr<queue::Listener> listener)
    : tools_(std::move(tools)),
      settings_(std::move(settings)),
      connection_(std::move(connection)),
      listener_(std::move(listener)),
      intake_(*connection_, *listener_, tools_.videos,
              {settings_.name, settings_.lease, settings_.foreign_settings}) {}

Result<std::unique_ptr<Worker>> Worker::create(Tools tools, WorkerSettings settings) {
    auto connection = tools.database.connect();
    if (!connection) {
        return failure(std::move(connection.error()));
    }
    auto listener = tools.doorbell.listen();
    if (!listener) {
        return failure(std::move(listener.error()));
    }
    return std::unique_ptr<Worker>(new Worker(std::move(tools), std::move(settings),
                                              *std::move(connection), *std::move(listener)));
}

Result<void> Worker::prepare(core::Profile profile) {
    return readers_for(profile).map([](const ocr::TextReaders*) {});
}

Result<void> Worker::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto worked = work_once(stop);
        if (!worked && worked.error().code != ErrorCode::store_unavailable) {
            return failure(worked.error());
        }
        if (!worked) {
            telemetry::log(Level::warning, "store_unavailable", {{"worker_id", settings_.name}});
            wait_for(queue::poll_interval, stop);  // deaf: a message would be of no use
            static_cast<void>(connection_->restore());
        } else if (!*worked) {
            intake_.wait(queue::poll_interval, stop);
        }
    }
    intake_.close();
    return {};
}

Result<bool> Worker::work_once(const std::stop_token& stop) {
    auto claim = intake_.next();
    if (!claim) {
        return failure(std::move(claim.error()));
    }
    const bool has_worked = claim->has_value();
    while (claim && *claim) {
        claim = work_on(**std::move(claim), stop);
    }
    return claim.map([&](const auto& /*nothing*/) { return has_worked; });
}

// Returns what comes next for the same worker.
Result<std::optional<store::Claim>> Worker::work_on(store::Claim claim,
                                                    const std::stop_token& stop) {
    telemetry::log(Level::info, "segment_claimed",
                   {{"job_id", claim.job_id},
                    {"segment", claim.segment},
                    {"next_chunk", claim.next_chunk},
                    {"worker_id", settings_.name},
                    {"traceparent", claim.traceparent}});
    const auto begin = std::chrono::steady_clock::now();
    std::optional<store::Claim> next;
    const Result<Ended> ended = attempt(claim, next, stop);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    telemetry::log(ended ? Level::info : Level::warning, "segment_left",
                   {{"job_id", claim.job_id},
                    {"segment", claim.segment},
                    {"worker_id", settings_.name},
                    {"seconds", seconds.count()},
                    {"outcome", !ended                  ? code_name(ended.error())
                                : *ended == Ended::done ? std::string("done")
                                                        : std::string("given_back")}});
    const bool goes_on = next.has_value();
    auto settled = settle(claim, ended).map([&] { return std::move(next); });
    if (!goes_on) {
        tools_.doorbell.tell(claim.job_id);
    }
    return settled;
}

Result<Ended> Worker::attempt(store::Claim& claim, std::optional<store::Claim>& next,
                              const std::stop_token& stop) {
    if (!blobs::is_folder_name(claim.job_id)) {  // a stranger's
        return failure(ErrorCode::path_outside, "the job's id cannot be the name of a folder");
    }
    const auto settings = core::parse_job_settings(claim.settings);
    if (!settings) {
        return failure(settings.error());
    }
    auto ours = with_own_engine(claim);
    if (!ours) {
        return failure(std::move(ours.error()));
    }
    claim = *std::move(ours);
    Heartbeat heartbeat(tools_.database, claim, settings_.lease, settings_.heartbeat);
    Task task{tools_, *connection_, settings_.lease, claim, *settings, heartbeat, stop};
    auto ended = claim.segment == store::items_segment
                     ? make_items(task)
                     : read_segment(task, [&] { return readers_for(settings->profile); });
    next = std::move(task.next);
    // What was read last may be done, but a claim that is lost is the better reason to end.
    if (auto reason = heartbeat.reason(); reason && !ended) {
        return failure(*std::move(reason));
    }
    return ended;
}

// Rows of another engine are not mixed with ours, unless they are all that is needed.
Result<store::Claim> Worker::with_own_engine(store::Claim claim) {
    const bool is_whole = claim.plan && claim.next_chunk == claim.plan->chunks;
    if (claim.next_chunk == 0 || is_whole || claim.engine == tools_.engine) {
        return claim;
    }
    telemetry::log(Level::info, "segment_restarted",
                   {{"job_id", claim.job_id}, {"segment", claim.segment}});
    return patiently({}, [&] { return segments().restart(claim); });
}

Result<const ocr::TextReaders*> Worker::readers_for(core::Profile profile) {
    if (loaded_ != profile) {
        readers_.clear();  // before the next ones take their memory
        loaded_.reset();
        auto readers = tools_.load_readers(profile);
        if (!readers) {
            return failure(std::move(readers.error()));
        }
        readers_ = *std::move(readers);
        loaded_ = profile;
    }
    return &readers_;
}

// Leaves the claim as its end demands.
Result<void> Worker::settle(const store::Claim& claim, const Result<Ended>& ended) {
    if (ended && *ended == Ended::done) {
        return {};
    }
    const auto give_back = [&] {
        return unless_lost(patiently(brief, [&] { return segments().give_back(claim); })).map([&] {
            tools_.doorbell.ring(1);
        });
    };
    if (ended) {
        return give_back();
    }
    const core::Error& error = ended.error();
    if (is_lost(error.code)) {
        return {};
    }
    if (is_about_this_machine(error.code)) {
        static_cast<void>(give_back());  // else the lease runs out
        return failure(error);
    }
    return unless_lost(report_failure(claim, error)).and_then([&]() -> Result<void> {
        // Either the decoder is gone, which a new process finds out before it takes any work, or
        // this video asked for more memory than there is, which its tries are counted for.
        if (error.code == ErrorCode::decoder_unavailable) {
            return failure(error);
        }
        return {};
    });
}

Result<void> Worker::report_failure(const store::Claim& claim, const core::Error& error) {
    const auto job_failed = patiently(brief, [&] { return segments().fail(claim, error); });
    if (!job_failed) {
        return failure(job_failed.error());
    }
    telemetry::log(
        Level::warning, *job_failed ? "job_failed" : "segment_waits_for_another_try",
        {{"job_id", claim.job_id}, {"segment", claim.segment}, {"error", code_name(error)}});
    return {};
}

}  // namespace mobilscan::worker
