#include "worker/upkeep.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

#include "blobs/names.h"
#include "core/descriptor.h"
#include "core/torture.h"
#include "queue/messages.h"
#include "store/event_store.h"
#include "store/job_store.h"
#include "store/reconciler.h"
#include "telemetry/log.h"
#include "worker/message_upkeep.h"
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

// Does one duty, and logs what it did (under `event`, unless that is empty) or why it failed.
template <class Duty>
void attempt(const char* duty, const char* event, Duty&& work) {
    const Result<std::int64_t> done = work();
    if (!done) {
        telemetry::log(Level::warning, "upkeep_failed",
                       {{"duty", duty},
                        {"error", std::string(core::info(done.error().code).name)},
                        {"message", done.error().message}});
    } else if (*event != '\0') {
        say(event, *done);
    }
}

// Gives a file the time of now; it is made when it is not there.
Result<std::int64_t> touch(const std::string& path) {
    constexpr int readable_by_all = 0644;
    const core::Descriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, readable_by_all));
    if (!file.is_open() || ::futimens(file.get(), nullptr) != 0) {
        return failure(core::ErrorCode::storage_failed, "alive_file: it cannot be written: " +
                                                            std::generic_category().message(errno));
    }
    return 1;
}

}  // namespace

Result<std::int64_t> purge_removed(store::sql::Connection& connection,
                                   const blobs::BlobFolder& videos,
                                   const blobs::BlobFolder& frames) {
    store::JobStore jobs(connection);
    const auto removed = jobs.purgeable(rows_a_turn);
    if (!removed) {
        return failure(removed.error());
    }
    std::int64_t purged = 0;
    std::optional<core::Error> fault;  // of one job, which must not keep the others
    for (const store::Job& job : *removed) {
        const bool has_frames = blobs::is_folder_name(job.job_id);  // else it is a stranger's
        const auto gone = (has_frames ? frames.remove(job.job_id) : Result<void>())
                              .and_then([&] { return remove_video(jobs, videos, job); })
                              .and_then([&] { return jobs.purge(job.job_id); });
        if (!gone) {
            fault = gone.error();
            continue;
        }
        purged += *gone ? 1 : 0;
    }
    if (fault) {
        return failure(*std::move(fault));
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
    while (!end.stop_requested()) {
        if (connection && !connection->restore()) {
            connection.reset();
        }
        if (!connection) {
            if (auto made = database_.connect()) {
                connection = *std::move(made);
            }
        }
        if (connection && turn(*connection) && !settings_.alive_file.empty()) {
            attempt("touch_alive_file", "", [&] { return touch(settings_.alive_file); });
        }
        wake.wait_for(lock, end, settings_.turn, [] { return false; });
    }
}

// One duty that fails keeps none of the others from being done. Whether the database answered.
bool Upkeep::turn(store::sql::Connection& connection) const {
    if (core::is_mutant("no_reconciler")) {
        return true;
    }
    const auto upkeep = store::take_turn(connection, "upkeep", settings_.turn);
    if (upkeep.value_or(false)) {
        restore_rows(connection);
        restore_messages(connection);
        remove_what_is_over(connection);
    }
    if (store::take_turn(connection, "sweep", settings_.sweep).value_or(false)) {
        sweep(connection);
    }
    return upkeep.has_value();
}

void Upkeep::restore_rows(store::sql::Connection& connection) const {
    attempt("adopt_foreign_jobs", "foreign_jobs_adopted",
            [&] { return store::adopt_foreign_jobs(connection, settings_.foreign_settings); });
    attempt("return_leases", "leases_returned", [&] {
        return store::return_expired_leases(connection, rows_a_turn)
            .map([&](const store::ExpiredLeases& leases) {
                say("segments_poisoned", leases.poisoned);
                if (leases.returned > 0) {
                    doorbell_.ring(static_cast<int>(leases.returned));
                }
                return leases.returned;
            });
    });
    attempt("fold_foreign_detections", "",
            [&] { return store::fold_foreign_detections(connection, rows_a_turn); });
}

void Upkeep::restore_messages(store::sql::Connection& connection) const {
    attempt("announce_unpushed", "", [&] { return announce_unpushed(connection, doorbell_); });
    if (queue::Messages* messages = doorbell_.messages()) {
        attempt("return_left_messages", "left_messages_returned",
                [&] { return return_left_messages(connection, *messages); });
        attempt("restore_lost_messages", "lost_messages_restored",
                [&] { return restore_lost_messages(connection, *messages); });
    }
}

void Upkeep::remove_what_is_over(store::sql::Connection& connection) const {
    attempt("purge_removed", "jobs_purged",
            [&] { return purge_removed(connection, videos_, frames_); });
    if (settings_.video_age.count() > 0) {
        attempt("retire_videos", "videos_retired",
                [&] { return retire_videos(connection, videos_, settings_.video_age); });
    }
    attempt("prune_events", "",
            [&] { return store::EventStore(connection).prune(settings_.event_age); });
}

void Upkeep::sweep(store::sql::Connection& connection) const {
    attempt("remove_orphans", "orphans_removed", [&]() -> Result<std::int64_t> {
        // To a database that is the wrong one, or new, every file is nobody's.
        const auto jobs = store::JobStore(connection).files(0, 1);
        if (!jobs || jobs->empty()) {
            return jobs.map([](const auto&) { return std::int64_t{0}; });
        }
        return find_orphans(connection, videos_, frames_, settings_.orphan_age)
            .and_then(
                [&](const Orphans& orphans) { return remove_orphans(orphans, videos_, frames_); });
    });
}

}  // namespace mobilscan::worker
