#include "store/job_store.h"

#include <utility>

#include "core/check.h"
#include "core/text.h"
#include "store/codec.h"
#include "store/event_store.h"
#include "store/job_rows.h"

namespace mobilscan::store {
namespace {

using core::ErrorCode;
using core::JobStatus;
using sql::Statement;

constexpr std::size_t path_characters_max = 500;

// --- accepting
// ------------------------------------------------------------------------------------
constexpr Statement add_job{
    "job_add",
    "insert into video_jobs (job_id, video_name, video_path, status, created_at, sha256,"
    " size_bytes, settings, traceparent)"
    " values ($1, $2, $3, 'pending', mobilscan_now(), $4, $5, $6, $7)"};
// Its first segment; the plan gives it bounds and adds the others.
constexpr Statement add_first_segment{"job_add_segment",
                                      "insert into job_segments (job_id, segment, run_after)"
                                      " values ($1, 0, mobilscan_now_us())"};
constexpr Statement find_key{"key_find",
                             "select job_id, fingerprint from idempotency_keys"
                             " where key = $1 and created_at_us > mobilscan_now_us() - $2"};
constexpr Statement forget_old_keys{
    "key_forget", "delete from idempotency_keys where created_at_us <= mobilscan_now_us() - $1"};
constexpr Statement add_key{"key_add",
                            "insert into idempotency_keys (key, fingerprint, job_id, created_at_us)"
                            " values ($1, $2, $3, mobilscan_now_us())"};
constexpr Statement is_known{"job_known", "select 1 from video_jobs where job_id = $1"};

// --- ending and beginning again
// -------------------------------------------------------------------
constexpr Statement cancel_job{
    "job_cancel",
    "update video_jobs set status = 'cancelled', completed_at = mobilscan_now(),"
    " error_code = $2, error_message = 'cancelled by a user'"
    " where job_id = $1 and status in ('pending', 'processing')"};
// The code tells a job that was only removed while it ran: undo lets that one go on.
constexpr const char* code_cancelled = "cancelled";
constexpr const char* code_removed = "removed";
constexpr Statement was_running{
    "job_was_running",
    "select 1 from video_jobs where job_id = $1 and status = 'cancelled' and error_code = $2"};
constexpr Statement retry_job{
    "job_retry",
    "update video_jobs set status = 'pending', completed_at = null, error_code = null,"
    " error_message = null, pushed_at_us = null"
    " where job_id = $1 and status in ('failed', 'cancelled') and deleted_at_us is null"
    " and video_removed_at_us is null"};
constexpr Statement retry_segments{
    "job_retry_segments",
    "update job_segments set status = 'pending', claim_token = null, lease_until = null,"
    " attempts = 0, crashes = 0, error_code = null, run_after = mobilscan_now_us(),"
    " progressed_at = null where job_id = $1 and status <> 'completed'"};

// --- removing
// --------------------------------------------------------------------------------------
constexpr Statement hide_job{
    "job_hide",
    "update video_jobs set deleted_at_us = mobilscan_now_us(),"
    " purge_after_us = mobilscan_now_us() + $2 where job_id = $1 and deleted_at_us is null"};
constexpr Statement unhide_job{"job_unhide",
                               "update video_jobs set deleted_at_us = null, purge_after_us = null"
                               " where job_id = $1 and purge_after_us > mobilscan_now_us()"};
constexpr Statement may_purge{"job_may_purge",
                              "select 1 from video_jobs where job_id = $1"
                              " and purge_after_us <= mobilscan_now_us() /*lock rows*/"};
constexpr Statement purge_statements[] = {
    {"purge_sightings", "delete from item_sightings where job_id = $1"},
    {"purge_items", "delete from items where job_id = $1"},
    {"purge_detections", "delete from detections where job_id = $1"},
    {"purge_unread", "delete from unread where job_id = $1"},
    {"purge_segments", "delete from job_segments where job_id = $1"},
    {"purge_keys", "delete from idempotency_keys where job_id = $1"},
    {"purge_job", "delete from video_jobs where job_id = $1"},
};
constexpr Statement note_video_removed{
    "job_video_removed",
    "update video_jobs set video_removed_at_us = mobilscan_now_us() where job_id = $1"
    " and status in ('completed', 'failed', 'cancelled')"};

// --- pushing
// ------------------------------------------------------------------------------------------
constexpr Statement note_pushed{"job_pushed",
                                "update video_jobs set pushed_at_us = mobilscan_now_us()"
                                " where job_id = $1"};

constexpr Statement job_counts{
    "job_counts",
    "select status, count(*), sum(detections_count) from video_jobs where deleted_at_us is null"
    " group by status"};

// The job that the key already stands for, if any.
std::optional<std::string> known_by_key(sql::Connection& connection, const NewJob& job) {
    const auto age = std::chrono::microseconds(limits::idempotency_seconds).count();
    std::optional<std::string> job_id;
    std::string fingerprint;
    connection.run(find_key, {job.idempotency_key, age}, [&](const sql::Row& row) {
        job_id = row.text(0);
        fingerprint = row.text(1);
    });
    if (job_id && fingerprint != job.fingerprint) {
        sql::fail(ErrorCode::key_reused,
                  "this idempotency key was used for another request before");
    }
    return job_id;
}

void insert(sql::Connection& connection, const NewJob& job) {
    connection.run(
        add_job,
        {job.job_id, core::shortened(core::storable(job.video_name), video_name_characters_max),
         job.video_path, optional(job.sha256), job.size_bytes, job.settings,
         optional(job.traceparent)});
    connection.run(add_first_segment, {job.job_id});
    if (!job.idempotency_key.empty()) {
        const auto age = std::chrono::microseconds(limits::idempotency_seconds).count();
        connection.run(forget_old_keys, {age});
        connection.run(add_key, {job.idempotency_key, job.fingerprint, job.job_id});
    }
    add_event(connection, job.job_id, "accepted");
}

[[noreturn]] void fail_not_found() {
    sql::fail(ErrorCode::job_not_found, "Job not found");
}

}  // namespace

Result<Accepted> JobStore::accept(const NewJob& job) {
    if (job.video_path.size() > path_characters_max) {
        return failure(ErrorCode::usage, "the path of the stored video is too long");
    }
    const auto insert_once = [&] {
        if (!job.idempotency_key.empty()) {
            if (auto known = known_by_key(connection_, job)) {
                return Accepted{*std::move(known), false};
            }
        }
        insert(connection_, job);
        return Accepted{job.job_id, true};
    };
    return sql::write(connection_, insert_once, [&]() -> std::optional<Accepted> {
        if (!sql::any(connection_, is_known, {job.job_id})) {
            return std::nullopt;
        }
        return Accepted{job.job_id, true};
    });
}

std::optional<Job> JobStore::load(const std::string& job_id, bool removed_too) {
    std::optional<Job> job;
    connection_.run(removed_too ? job_with_removed : job_by_id, {job_id},
                    [&](const sql::Row& row) { job = job_of(row); });
    return job;
}

Result<bool> JobStore::knows(const std::string& job_id) {
    return sql::attempt([&] { return sql::any(connection_, is_known, {job_id}); });
}

Result<Job> JobStore::find(const std::string& job_id) {
    return sql::attempt([&] {
        auto job = load(job_id, false);
        if (!job) {
            fail_not_found();
        }
        return *std::move(job);
    });
}

Result<JobCounts> JobStore::counts() {
    return sql::attempt([&] {
        JobCounts counts;
        connection_.run(job_counts, {}, [&](const sql::Row& row) {
            const std::int64_t jobs = row.integer(1);
            switch (core::job_status(row.text(0)).value_or(JobStatus::pending)) {
                case JobStatus::pending:
                    counts.pending += jobs;
                    break;
                case JobStatus::processing:
                    counts.processing += jobs;
                    break;
                case JobStatus::completed:
                    counts.completed += jobs;
                    break;
                case JobStatus::failed:
                    counts.failed += jobs;
                    break;
                case JobStatus::cancelled:
                    counts.cancelled += jobs;
                    break;
            }
            counts.detections += row.integer(2);
        });
        return counts;
    });
}

Result<std::optional<Job>> JobStore::find_same_file(const std::string& sha256,
                                                    const std::string& settings) {
    return sql::attempt([&] {
        std::optional<Job> job;
        connection_.run(job_of_file, {sha256, settings},
                        [&](const sql::Row& row) { job = job_of(row); });
        return job;
    });
}

Result<void> JobStore::cancel(const std::string& job_id) {
    const auto done = sql::write_repeatable(connection_, [&] {
        const auto job = load(job_id, false);
        if (!job) {
            fail_not_found();
        }
        if (job->status == JobStatus::cancelled) {
            return false;
        }
        if (connection_.run(cancel_job, {job_id, code_cancelled}) == 0) {
            sql::fail(ErrorCode::job_state_unfit, "the job has already ended");
        }
        connection_.run(close_segments, {job_id});
        add_event(connection_, job_id, "cancelled");
        return true;
    });
    return done.map([](bool) {});
}

Result<void> JobStore::retry(const std::string& job_id) {
    const auto again = [&] {
        if (connection_.run(retry_job, {job_id}) == 0) {
            const auto job = load(job_id, false);
            if (!job) {
                fail_not_found();
            }
            sql::fail(ErrorCode::job_state_unfit,
                      job->video_removed ? "the video of this job was removed"
                                         : "only a failed or cancelled job can be tried again");
        }
        connection_.run(retry_segments, {job_id});
        add_event(connection_, job_id, "retried");
        return true;
    };
    const auto done = sql::write(connection_, again, [&]() -> std::optional<bool> {
        const auto job = load(job_id, false);
        return job && !core::is_terminal(job->status) ? std::optional(true) : std::nullopt;
    });
    return done.map([](bool) {});
}

Result<void> JobStore::remove(const std::string& job_id, std::chrono::seconds undo) {
    const auto hide = [&] {
        const auto undo_us = std::chrono::microseconds(undo).count();
        if (connection_.run(hide_job, {job_id, undo_us}) == 0) {
            fail_not_found();
        }
        if (connection_.run(cancel_job, {job_id, code_removed}) > 0) {
            connection_.run(close_segments, {job_id});
        }
        add_event(connection_, job_id, "removed");
        return true;
    };
    const auto done = sql::write(connection_, hide, [&]() -> std::optional<bool> {
        return load(job_id, false) ? std::nullopt : std::optional(true);
    });
    return done.map([](bool) {});
}

Result<void> JobStore::restore(const std::string& job_id) {
    const auto unhide = [&] {
        if (connection_.run(unhide_job, {job_id}) == 0) {
            if (load(job_id, false)) {
                return true;  // it is there already: no harm
            }
            fail_not_found();
        }
        if (sql::any(connection_, was_running, {job_id, code_removed})) {
            connection_.run(retry_job, {job_id});
            connection_.run(retry_segments, {job_id});
        }
        add_event(connection_, job_id, "restored");
        return true;
    };
    const auto done = sql::write(connection_, unhide, [&]() -> std::optional<bool> {
        return load(job_id, false) ? std::optional(true) : std::nullopt;
    });
    return done.map([](bool) {});
}

Result<bool> JobStore::purge(const std::string& job_id) {
    const auto purge_all = [&] {
        if (!sql::any(connection_, may_purge, {job_id})) {
            return false;
        }
        for (const Statement& statement : purge_statements) {
            connection_.run(statement, {job_id});
        }
        return true;
    };
    return sql::write(connection_, purge_all, [&]() -> std::optional<bool> {
        return load(job_id, true) ? std::nullopt : std::optional(true);
    });
}

Result<bool> JobStore::mark_video_removed(const std::string& job_id) {
    return sql::write_repeatable(connection_,
                                 [&] { return connection_.run(note_video_removed, {job_id}) > 0; });
}

Result<void> JobStore::mark_pushed(const std::string& job_id) {
    return sql::write_repeatable(connection_,
                                 [&] { return connection_.run(note_pushed, {job_id}); })
        .map([](std::int64_t) {});
}

}  // namespace mobilscan::store
