#include "store/repairs.h"

#include <array>
#include <span>

#include "core/error.h"
#include "core/limits.h"
#include "store/event_store.h"
#include "store/job_ending.h"
#include "store/job_rows.h"
#include "store/reconciler.h"
#include "store/segment_statements.h"

namespace mobilscan::store {
namespace {

using sql::Statement;

// Of a job that a worker of ours completed: everything that its items are made of is there.
constexpr Statement is_whole{
    "repair_is_whole",
    "select 1 from video_jobs j where j.job_id = $1 and j.status = 'completed'"
    " and j.deleted_at_us is null and j.segments_total = (select count(*) from job_segments s"
    "  where s.job_id = j.job_id and s.segment >= 0 and s.status = 'completed')"
    " and exists (select 1 from job_segments s where s.job_id = j.job_id and s.segment = -1)"};
constexpr Statement run_again{"repair_run_again",
                              "update video_jobs set status = 'processing', completed_at = null"
                              " where job_id = $1 and status = 'completed'"};
constexpr Statement items_wait{
    "repair_items_wait",
    "update job_segments set status = 'pending', claim_token = null, lease_until = null,"
    " attempts = 0, crashes = 0, error_code = null, run_after = mobilscan_now_us()"
    " where job_id = $1 and segment = -1"};
constexpr Statement waits{
    "repair_waits",
    "select 1 from video_jobs j where j.job_id = $1 and j.status in ('pending', 'processing')"
    " and j.deleted_at_us is null and not exists (select 1 from job_segments s"
    "  where s.job_id = j.job_id and s.status = 'processing')"};

constexpr auto all_read = std::string_view(
    "select 1 from video_jobs j where j.job_id = $1 and j.status in ('pending', 'processing')"
    " and j.segments_total = (select count(*) from job_segments s"
    "  where s.job_id = j.job_id and s.segment >= 0 and s.status = 'completed')"
    " and not exists (select 1 from job_segments s where s.job_id = j.job_id"
    "  and s.status in ('pending', 'processing'))");
constexpr auto some_unread = std::string_view(
    "select 1 from video_jobs j where j.job_id = $1 and j.status in ('pending', 'processing')"
    " and exists (select 1 from job_segments s where s.job_id = j.job_id and s.segment >= 0"
    "  and s.status in ('closed', 'failed'))"
    " and not exists (select 1 from job_segments s where s.job_id = j.job_id"
    "  and s.status in ('pending', 'processing'))");
constexpr auto has_no_job =
    std::string_view("select 1 where not exists (select 1 from video_jobs where job_id = $1)");

constexpr auto drop_detections = std::to_array<Statement>({
    {"repair_drop_detections", "delete from detections where job_id = $1 and segment is not null"},
});
constexpr auto drop_segments = std::to_array<Statement>({
    {"repair_drop_segments", "delete from job_segments where job_id = $1"},
});
constexpr auto drop_items = std::to_array<Statement>({
    {"repair_drop_sightings", "delete from item_sightings where job_id = $1"},
    {"repair_drop_items", "delete from items where job_id = $1"},
});
constexpr auto drop_unread = std::to_array<Statement>({
    {"repair_drop_unread", "delete from unread where job_id = $1"},
});
constexpr auto add_items_segment = std::to_array<Statement>({
    segment_sql::add_items_segment,
    items_wait,
});
constexpr auto wait_again = std::to_array<Statement>({
    {"repair_wait_again",
     "update job_segments set status = 'pending', claim_token = null, lease_until = null,"
     " attempts = 0, crashes = 0, error_code = null, run_after = mobilscan_now_us()"
     " where job_id = $1 and status in ('closed', 'failed')"},
});
constexpr auto close = std::to_array<Statement>({close_segments});
constexpr auto drop_claim = std::to_array<Statement>({
    {"repair_claim_waits",
     "update job_segments set status = 'pending', claim_token = null, lease_until = null"
     " where job_id = $1 and segment = cast($2 as integer) and status = 'processing'"
     " and (claim_token is null or lease_until is null)"},
    {"repair_claim_gone",
     "update job_segments set claim_token = null, lease_until = null"
     " where job_id = $1 and segment = cast($2 as integer) and status in ('pending', 'closed')"},
});
constexpr auto drop_uncommitted = std::to_array<Statement>({
    {"repair_drop_uncommitted",
     "delete from detections where job_id = $1 and segment = cast($2 as integer)"
     " and chunk >= (select next_chunk from job_segments s where s.job_id = $1"
     "  and s.segment = cast($2 as integer) and s.status = 'pending')"},
});
constexpr auto count_segment = std::to_array<Statement>({
    {"repair_count_segment",
     "update job_segments set detections_count = (select count(*) from detections d"
     "  where d.job_id = $1 and d.segment = cast($2 as integer))"
     " where job_id = $1 and segment = cast($2 as integer)"},
});
constexpr auto count_job = std::to_array<Statement>({
    {"repair_count_job",
     "update video_jobs set detections_count = (select coalesce(sum(s.detections_count), 0)"
     "  from job_segments s where s.job_id = $1) where job_id = $1"},
});
constexpr auto give_reason = std::to_array<Statement>({
    {"repair_give_reason",
     "update video_jobs set error_code = (select max(s.error_code) from job_segments s"
     "  where s.job_id = $1 and s.status = 'failed') where job_id = $1 and error_code is null"},
});
constexpr auto count_frames = std::to_array<Statement>({
    {"repair_count_frames",
     "update video_jobs set total_frames = t.frames, processed_frames = t.frames,"
     " completed_at = coalesce(completed_at, mobilscan_now())"
     " from (select coalesce(sum(processed_frames), 0) as frames from job_segments"
     "  where job_id = $1) as t where video_jobs.job_id = $1 and status = 'completed'"},
});
// The items stay until those that are made again take their place.
constexpr auto items_again = std::to_array<Statement>({
    run_again,
    items_wait,
    {"repair_drop_loose_sightings",
     "delete from item_sightings where job_id = $1 and (not exists"
     "  (select 1 from items i where i.id = item_sightings.item_id)"
     " or not exists (select 1 from detections d where d.job_id = item_sightings.job_id"
     "  and d.segment = item_sightings.segment and d.chunk = item_sightings.chunk"
     "  and d.ordinal = item_sightings.ordinal))"},
});

struct Remedy {
    std::string_view invariant;
    std::string_view sentence;
    std::string_view applies;  // a query of $1, the job, and $2, its part, that gives a row
    std::span<const Statement> steps;
    bool is_event = false;  // pages that show the job are told
};

// The first that applies is done.
constexpr auto remedies = std::to_array<Remedy>({
    // Detections of a program without claims may be there before its job: they are left.
    {"detection-has-job", "detections of no job are removed",
     "select 1 from detections where job_id = $1 and segment is not null"
     " and not exists (select 1 from video_jobs where job_id = $1)",
     drop_detections},
    {"segment-has-job", "segments of no job are removed", has_no_job, drop_segments},
    {"item-has-job", "items of no job are removed", has_no_job, drop_items},
    {"unread-has-job", "marks of what could not be read in no job are removed", has_no_job,
     drop_unread},
    {"sighting-has-both", "sightings of no job are removed", has_no_job, drop_items},
    {"sighting-has-both", "a worker makes the items again", is_whole.text, items_again, true},
    {"items-count-is-true", "a worker makes the items again", is_whole.text, items_again, true},
    {"running-job-goes-on", "a worker makes the items", all_read, add_items_segment, true},
    {"running-job-goes-on", "the segments that were not read wait for a worker", some_unread,
     wait_again, true},
    {"ended-job-rests", "the open segments of an ended job are closed",
     "select 1 from video_jobs where job_id = $1"
     " and status in ('completed', 'failed', 'cancelled')",
     close},
    {"claim-has-token", "the claim that nobody can hold is dropped",
     "select 1 from job_segments where job_id = $1 and segment = cast($2 as integer)"
     " and ((status = 'processing' and (claim_token is null or lease_until is null))"
     "  or (status in ('pending', 'closed')"
     "   and (claim_token is not null or lease_until is not null)))",
     drop_claim},
    {"detection-in-committed-chunk", "detections of a chunk that will be read are removed",
     "select 1 from job_segments where job_id = $1 and segment = cast($2 as integer)"
     " and status = 'pending'",
     drop_uncommitted},
    {"segment-count-is-true", "the detections of the segment are counted",
     "select 1 from job_segments s where s.job_id = $1 and s.segment = cast($2 as integer)"
     " and s.detections_count <> (select count(*) from detections d"
     "  where d.job_id = s.job_id and d.segment = s.segment)",
     count_segment},
    {"job-count-is-true", "the detections of the job are counted",
     "select 1 from video_jobs j where j.job_id = $1 and j.detections_count <>"
     " (select coalesce(sum(s.detections_count), 0) from job_segments s"
     "  where s.job_id = j.job_id)",
     count_job},
    {"failure-has-reason", "the job says why its segment failed",
     "select 1 from job_segments where job_id = $1 and status = 'failed'"
     " and error_code is not null",
     give_reason},
    {"completed-counts-agree", "the frames of the job are counted",
     "select 1 from video_jobs where job_id = $1 and status = 'completed'"
     " and segments_total is not null"
     " and (processed_frames <> total_frames or completed_at is null)",
     count_frames},
});

constexpr std::string_view leases = "lease-is-young";
constexpr std::string_view leases_sentence = "the lease that ran out is given back";

const Remedy* find(sql::Connection& connection, const Violation& violation) {
    for (const Remedy& remedy : remedies) {
        if (remedy.invariant == violation.invariant->name &&
            sql::any(connection, {"repair_applies", remedy.applies},
                     {violation.job_id, violation.part})) {
            return &remedy;
        }
    }
    return nullptr;
}

}  // namespace

Result<std::string_view> remedy(sql::Connection& connection, const Violation& violation) {
    if (violation.invariant->name == leases) {
        return leases_sentence;
    }
    return sql::attempt([&] {
        const Remedy* found = find(connection, violation);
        return found == nullptr ? std::string_view() : found->sentence;
    });
}

Result<std::string_view> repair(sql::Connection& connection, const Violation& violation) {
    if (violation.invariant->name == leases) {
        return return_expired_leases(connection, limits::page_rows_max)
            .map([](const ExpiredLeases& /*counts*/) { return leases_sentence; });
    }
    return sql::write_repeatable(connection, [&] {
        connection.post(segment_sql::lock_job, {violation.job_id});
        const Remedy* found = find(connection, violation);
        if (found == nullptr) {
            return std::string_view();
        }
        for (const Statement& step : found->steps) {
            connection.run(step, {violation.job_id, violation.part});
        }
        if (found->is_event) {
            add_event(connection, violation.job_id, "retried");
        }
        return found->sentence;
    });
}

Result<bool> can_make_items_again(sql::Connection& connection, const std::string& job_id) {
    return sql::attempt([&] { return sql::any(connection, is_whole, {job_id}); });
}

Result<bool> make_items_again(sql::Connection& connection, const std::string& job_id) {
    return sql::write_repeatable(connection, [&] {
        connection.post(segment_sql::lock_job, {job_id});
        if (!sql::any(connection, is_whole, {job_id})) {
            return false;
        }
        for (const Statement& step : items_again) {
            connection.run(step, {job_id});
        }
        add_event(connection, job_id, "retried");
        return true;
    });
}

Result<bool> waits_for_video(sql::Connection& connection, const std::string& job_id) {
    return sql::attempt([&] { return sql::any(connection, waits, {job_id}); });
}

Result<bool> fail_without_video(sql::Connection& connection, const std::string& job_id) {
    return sql::write_repeatable(connection, [&] {
        connection.post(segment_sql::lock_job, {job_id});
        if (!sql::any(connection, waits, {job_id})) {
            return false;
        }
        end_failed_job(connection, job_id, core::info(core::ErrorCode::file_not_found).name,
                       "the video file is not there");
        return true;
    });
}

}  // namespace mobilscan::store
