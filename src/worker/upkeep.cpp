#include "worker/upkeep.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

#include "blobs/names.h"
#include "store/event_store.h"
#include "store/job_store.h"
#include "store/reconciler.h"
#include "telemetry/log.h"
#include "worker/orphans.h"

namespace mobilscan::worker {
namespace {

using telemetry::Level;

constexpr int rows_a_turn = 100;

// Deletes a job's video, unless another job needs it or it is no file of ours.
Result<void> remove_video(store::JobStore& jobs, const blobs::BlobFolder& videos,
                          const store::Job& job) {
    return jobs.video_is_needed(job.video_path, job.job_id)
        .and_then([&](bool needed) -> Result<void> {
            const auto name = videos.name_of(job.video_path);
            return needed || !name ? Result<void>() : videos.remove(*name);
        });
}

// How much a step changed, for the log.
void say(std::string_view event, std::int64_t count) {
    if (count > 0) {
        telemetry::log(Level::info, event, {{"count", count}});
    }
}

}  // namespace

Result<std::int64_t> ring_unpushed(store::sql::Connection& connection, queue::Doorbell& doorbell) {
    store::JobStore jobs(connection);
    const auto waiting = jobs.unpushed(std::chrono::seconds{0}, rows_a_turn);
    if (!waiting) {
        return failure(waiting.error());
    }
    if (!waiting->empty()) {
        doorbell.ring();
    }
    for (const store::Job& job : *waiting) {
        if (auto marked = jobs.mark_pushed(job.job_id); !marked) {
            return failure(std::move(marked.error()));
        }
    }
    return static_cast<std::int64_t>(waiting->size());
}

Result<std::int64_t> purge_removed(store::sql::Connection& connection,
                                   const blobs::BlobFolder& videos,
                                   const blobs::BlobFolder& frames) {
    store::JobStore jobs(connection);
    const auto removed = jobs.purgeable(rows_a_turn);
    if (!removed) {
        return failure(removed.error());
    }
    std::int64_t purged = 0;
    for (const store::Job& job : *removed) {
        if (blobs::is_folder_name(job.job_id)) {  // else it is a stranger's and never had one
            if (auto without_frames = frames.remove(job.job_id); !without_frames) {
                return failure(std::move(without_frames.error()));
            }
        }
        const auto gone =
            remove_video(jobs, videos, job).and_then([&] { return jobs.purge(job.job_id); });
        if (!gone) {
            return failure(gone.error());
        }
        purged += *gone ? 1 : 0;
    }
    return purged;
}

Result<std::int64_t> retire_videos(store::sql::Connection& connection,
                                   const blobs::BlobFolder& videos, std::chrono::seconds age) {
    store::JobStore jobs(connection);
    const auto old = jobs.with_video_older_than(age, rows_a_turn);
    if (!old) {
        return failure(old.error());
    }
    std::int64_t retired = 0;
    for (const store::Job& job : *old) {
        const auto marked = jobs.mark_video_removed(job.job_id);
        if (!marked) {
            return failure(marked.error());
        }
        if (*marked) {  // else it was begun again meanwhile
            if (auto gone = remove_video(jobs, videos, job); !gone) {
                return failure(std::move(gone.error()));
            }
            ++retired;
        }
    }
    return retired;
}

Upkeep::Upkeep(store::Database& database, const blobs::BlobFolder& videos,
               const blobs::BlobFolder& frames, queue::Doorbell& doorbell, UpkeepSettings settings)
    : database_(database),
      videos_(videos),
      frames_(frames),
      doorbell_(doorbell),
      settings_(std::move(settings)),
      thread_([this](const std::stop_token& end) { run(end); }) {}

Upkeep::~Upkeep() = default;

void Upkeep::run(const std::stop_token& end) {
    std::unique_ptr<store::sql::Connection> connection;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    auto swept = std::chrono::steady_clock::now();
    while (!end.stop_requested()) {
        if (!connection) {
            if (auto made = database_.connect()) {
                connection = *std::move(made);
            }
        }
        const auto now = std::chrono::steady_clock::now();
        const bool with_sweep = now - swept >= settings_.sweep;
        swept = with_sweep ? now : swept;
        if (connection) {
            if (const auto done = turn(*connection, with_sweep); !done) {
                telemetry::log(Level::warning, "upkeep_failed",
                               {{"error", std::string(core::info(done.error().code).name)},
                                {"message", done.error().message}});
            }
        }
        wake.wait_for(lock, end, settings_.turn, [] { return false; });
    }
}

Result<void> Upkeep::turn(store::sql::Connection& connection, bool with_sweep) const {
    const auto sweep = [&]() -> Result<std::int64_t> {
        if (!with_sweep) {
            return 0;
        }
        return find_orphans(connection, videos_, frames_, settings_.orphan_age)
            .and_then(
                [&](const Orphans& orphans) { return remove_orphans(orphans, videos_, frames_); });
    };
    const auto retire = [&]() -> Result<std::int64_t> {
        const bool for_ever = settings_.video_age.count() == 0;
        return for_ever ? 0 : retire_videos(connection, videos_, settings_.video_age);
    };
    return store::return_expired_leases(connection, rows_a_turn)
        .map([](const store::ExpiredLeases& leases) {
            say("leases_returned", leases.returned);
            say("segments_poisoned", leases.poisoned);
        })
        .and_then([&] { return store::adopt_foreign_jobs(connection, settings_.foreign_settings); })
        .map([&](std::int64_t adopted) {
            say("foreign_jobs_adopted", adopted);
            if (adopted > 0) {
                doorbell_.ring();
            }
        })
        .and_then([&] { return store::fold_foreign_detections(connection, rows_a_turn); })
        .and_then([&](std::int64_t) { return ring_unpushed(connection, doorbell_); })
        .and_then([&](std::int64_t) { return purge_removed(connection, videos_, frames_); })
        .map([](std::int64_t purged) { say("jobs_purged", purged); })
        .and_then(retire)
        .map([](std::int64_t retired) { say("videos_retired", retired); })
        .and_then([&] { return store::EventStore(connection).prune(settings_.event_age); })
        .and_then([&](std::int64_t) { return sweep(); })
        .map([](std::int64_t removed) { say("orphans_removed", removed); });
}

}  // namespace mobilscan::worker
