// JobStore: jobs as users and the API see them: accepted, listed, cancelled, tried again, removed.
//
// A value over a connection, made where it is needed; threads as the connection. Every function
// may fail with store_unavailable, store_failed or storage_full; others are named beside it.
// A job that was removed counts as not found.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/job.h"
#include "core/limits.h"
#include "core/result.h"
#include "store/sql.h"

namespace mobilscan::store {

inline constexpr std::size_t video_name_characters_max = 255;  // of the original's columns

// What an upload becomes. The file at video_path must be written and synced before.
struct NewJob {
    std::string job_id;  // new_uuid()
    std::string
        video_name;  // the client's name for it; only data, cut to video_name_characters_max
    std::string video_path;  // at most 500 characters
    std::string sha256;      // of the file, hexadecimal; empty when not known
    std::int64_t size_bytes = 0;
    std::string settings;     // snapshot of the job's settings, kept as it is
    std::string traceparent;  // of the request; may be empty
    // The client's Idempotency-Key with a hash of what it asked for; empty key: none.
    std::string idempotency_key;
    std::string fingerprint;
};

struct Accepted {
    std::string job_id;  // an earlier job's when the idempotency key came again
    bool is_new = true;
};

struct Job {
    std::int64_t id = 0;  // in the order of acceptance
    std::string job_id;
    std::string video_name;
    std::string video_path;
    core::JobStatus status = core::JobStatus::pending;
    std::int64_t total_frames = 0;      // samples; 0 until the plan is made
    std::int64_t processed_frames = 0;  // never falls, but when a foreign worker's rows are dropped
    std::int64_t detections_count = 0;
    std::int64_t items_count = 0;
    std::optional<std::string> error_code;  // a name of the error table
    std::optional<std::string> error_message;
    std::vector<std::string> warnings;
    std::optional<std::int64_t> created_at_us;
    std::optional<std::int64_t> started_at_us;
    std::optional<std::int64_t> completed_at_us;  // also of failed and cancelled jobs
    std::string sha256;
    std::int64_t size_bytes = 0;
    std::string settings;
    std::string traceparent;
    bool video_removed = false;  // by retention; the results stay
};

enum class JobOrder : std::uint8_t { newest, oldest, name, name_descending };

// Where the next page begins: the last row of the page before.
struct JobCursor {
    std::string name;
    std::int64_t id = 0;
};

struct JobQuery {
    std::optional<core::JobStatus> status;
    std::string name_part;  // in the video's name, ASCII letters alike in both cases; empty: any
    JobOrder order = JobOrder::newest;
    std::optional<JobCursor> after;
    int limit = 50;  // 1 to limits::page_rows_max
};

struct JobPage {
    std::vector<Job> jobs;
    std::optional<JobCursor> next;  // nothing: this was the last page
};

// For the comparison of rows with what is on the disk.
struct JobFiles {
    std::int64_t id = 0;
    std::string job_id;
    std::string video_path;
    bool has_video = true;    // not removed by retention
    bool is_removed = false;  // by a user; its files may be gone
    bool is_completed = false;
    bool failed_without_video = false;
};

struct JobCounts {
    std::int64_t pending = 0;
    std::int64_t processing = 0;
    std::int64_t completed = 0;
    std::int64_t failed = 0;
    std::int64_t cancelled = 0;
    std::int64_t detections = 0;

    [[nodiscard]] std::int64_t jobs() const noexcept {
        return pending + processing + completed + failed + cancelled;
    }
};

// One day (UTC) on which jobs were accepted.
struct DayCounts {
    std::string day;  // "2025-12-07"
    std::int64_t jobs = 0;
    std::int64_t detections = 0;
};

class JobStore {
public:
    explicit JobStore(sql::Connection& connection) : connection_(connection) {}

    // The row that makes the upload a job; after this returns, it is not lost. Not yet pushed.
    // Errors: key_reused (same idempotency key, other fingerprint), usage (path too long).
    [[nodiscard]] Result<Accepted> accept(const NewJob& job);

    // Errors: job_not_found.
    [[nodiscard]] Result<Job> find(const std::string& job_id);

    [[nodiscard]] Result<JobPage> list(const JobQuery& query);

    // From the job rows alone: no row of `detections` is read.
    [[nodiscard]] Result<JobCounts> counts();

    // The last days that had jobs, oldest first, at most `limit`. From the job rows alone.
    [[nodiscard]] Result<std::vector<DayCounts>> days(int limit);

    // A job of a file with that hash, if any: the newest with these settings, else the newest.
    [[nodiscard]] Result<std::optional<Job>> find_same_file(const std::string& sha256,
                                                            const std::string& settings);

    // Ends a job that waits or runs; its workers see it at their next commit or renewal. Of a job
    // that is already cancelled: nothing. Errors: job_not_found, job_state_unfit (already ended).
    [[nodiscard]] Result<void> cancel(const std::string& job_id);

    // Begins a failed or cancelled job again where it stopped: committed chunks stay.
    // Errors: job_not_found, job_state_unfit (not ended, completed, or its video was removed).
    [[nodiscard]] Result<void> retry(const std::string& job_id);

    // Cancels the job if need be and hides it; after `undo` its files and rows may be purged.
    // Errors: job_not_found.
    [[nodiscard]] Result<void> remove(const std::string& job_id,
                                      std::chrono::seconds undo = limits::undo_seconds);

    // Undoes remove(); a job that it stopped goes on where it was. Of a job that is there: nothing.
    // Errors: job_not_found (too late, or never was).
    [[nodiscard]] Result<void> restore(const std::string& job_id);

    // Removed jobs whose time for undo is over, oldest first: remove their files, then purge().
    [[nodiscard]] Result<std::vector<Job>> purgeable(int limit);

    // Deletes every row of a removed job whose time for undo is over; of any other job nothing.
    // Returns whether it did.
    [[nodiscard]] Result<bool> purge(const std::string& job_id);

    // Ended jobs that still have their video and ended longer ago than `age`, oldest first.
    [[nodiscard]] Result<std::vector<Job>> with_video_older_than(std::chrono::seconds age,
                                                                 int limit);
    // Notes that the video's file is gone; of a job that waits or runs nothing. Call it before the
    // file is deleted. Returns whether it did.
    [[nodiscard]] Result<bool> mark_video_removed(const std::string& job_id);

    // Whether a job other than `except` still shows or reads the video of that path, which then
    // must not be deleted: a foreign producer may give one file to several jobs.
    [[nodiscard]] Result<bool> video_is_needed(const std::string& video_path,
                                               const std::string& except);

    // What files the jobs have, removed jobs too: of those with an id after `after`, by id.
    [[nodiscard]] Result<std::vector<JobFiles>> files(std::int64_t after, int limit);

    // Whether there is a job of that id, removed or not.
    [[nodiscard]] Result<bool> knows(const std::string& job_id);

    // Jobs accepted longer ago than `age` that wait and were never pushed, oldest first.
    [[nodiscard]] Result<std::vector<Job>> unpushed(std::chrono::seconds age, int limit);
    [[nodiscard]] Result<void> mark_pushed(const std::string& job_id);

    // Jobs that wait and were pushed longer ago than `age`: those with an id after `after`, by id,
    // and how many there are in all.
    [[nodiscard]] Result<std::vector<Job>> pushed(std::int64_t after, std::chrono::seconds age,
                                                  int limit);
    [[nodiscard]] Result<std::int64_t> count_pushed(std::chrono::seconds age);

private:
    [[nodiscard]] std::optional<Job> load(const std::string& job_id, bool removed_too);

    sql::Connection& connection_;
};

}  // namespace mobilscan::store
