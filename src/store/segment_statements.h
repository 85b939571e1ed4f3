// The statements of the protocol. Those of a worker carry its guard: $1 the job, $2 the segment,
// $3 the token; they change one row or the claim is lost.
#pragma once

#include "store/sql.h"

namespace mobilscan::store::segment_sql {

using sql::Statement;

#define MOBILSCAN_GUARD \
    " where job_id = $1 and segment = $2 and claim_token = $3 and status = 'processing'"

// Whoever changes a job and segments of it changes the job's row first, or locks it with this: so
// no two transactions wait for each other.
inline constexpr Statement lock_job{"job_lock",
                                    "select 1 from video_jobs where job_id = $1 /*lock rows*/"};

// --- claiming
// -------------------------------------------------------------------------------------
// Segments of jobs that were begun have an index of their own.
#define MOBILSCAN_BEGUN " and (segment <> 0 or progressed_at is not null)"
// A lease that ran out; those of foreign workers are the reconciler's.
#define MOBILSCAN_EXPIRED                                         \
    " status = 'processing' and lease_until < mobilscan_now_us()" \
    " and worker is distinct from 'foreign'"

// What waits and has waited long enough, of any job or of one: the planner of a server that
// prepares a statement for all values needs the two apart.
#define MOBILSCAN_WAITS(which, age) \
    " status = 'pending'" which " and run_after <= mobilscan_now_us() - " age

// $1 limits::crashes_max, $2 how long ago it became due at least.
#define MOBILSCAN_IS_DUE(which)                                                        \
    "select 1 where exists (select 1 from job_segments where" MOBILSCAN_WAITS(         \
        which, "$2") ") or exists (select 1 from job_segments where" MOBILSCAN_EXPIRED \
                     " and crashes + 1 < $1)"
inline constexpr Statement is_due{"segment_is_due", MOBILSCAN_IS_DUE("")};
inline constexpr Statement is_due_begun{"segment_is_due_begun", MOBILSCAN_IS_DUE(MOBILSCAN_BEGUN)};

// $1 token, $2 worker, $3 length of the lease. The row is picked once, before any is changed, and
// is then found by its key: a join with what was picked looks at all that waits.
#define MOBILSCAN_CLAIM(condition, order, changes)                                         \
    "update job_segments set status = 'processing', claim_token = $1, worker = $2,"        \
    " lease_until = mobilscan_now_us() + $3, progress = 0,"                                \
    " progressed_at = mobilscan_now_us()" changes                                          \
    " where (job_id, segment) = (select job_id, segment from job_segments where" condition \
    "  order by " order                                                                    \
    " limit 1 /*skip locked*/)"                                                            \
    " returning job_id, segment"
#define MOBILSCAN_CLAIM_PENDING(condition, order) MOBILSCAN_CLAIM(condition, order, "")
#define MOBILSCAN_CLAIM_EXPIRED(condition, order) \
    MOBILSCAN_CLAIM(MOBILSCAN_EXPIRED condition, order, ", crashes = crashes + 1")
// $4 how long ago it became due at least.
inline constexpr Statement claim_pending{
    "segment_claim",
    MOBILSCAN_CLAIM_PENDING(MOBILSCAN_WAITS("", "$4"), "run_after, job_id, segment")};
inline constexpr Statement claim_begun{
    "segment_claim_begun",
    MOBILSCAN_CLAIM_PENDING(MOBILSCAN_WAITS(MOBILSCAN_BEGUN, "$4"), "run_after, job_id, segment")};
// $4 the job.
inline constexpr Statement claim_of_job{
    "segment_claim_of_job",
    MOBILSCAN_CLAIM_PENDING(" job_id = $4 and" MOBILSCAN_WAITS("", "0"), "segment")};
// $4 limits::crashes_max: what would be the last crash is left to the reconciler. $5 the job.
inline constexpr Statement claim_expired{
    "segment_claim_expired",
    MOBILSCAN_CLAIM_EXPIRED(" and crashes + 1 < $4", "lease_until, job_id, segment")};
inline constexpr Statement claim_expired_of_job{
    "segment_claim_expired_of_job",
    MOBILSCAN_CLAIM_EXPIRED(" and crashes + 1 < $4 and job_id = $5", "segment")};

// Not a job that a program without claims is working on: it runs, and we did not begin it.
inline constexpr Statement job_runs{
    "job_runs",
    "update video_jobs set status = 'processing',"
    " started_at = coalesce(started_at, mobilscan_now()),"
    " claimed_at_us = coalesce(claimed_at_us, mobilscan_now_us())"
    " where job_id = $1 and deleted_at_us is null"
    " and (status = 'pending' or (status = 'processing' and claimed_at_us is not null))"};

// --- foreign workers, which claim nothing: they write into the job's row, and their lease is long
// --- $2 token, $3 length of the lease.
inline constexpr Statement leave_to_foreign{
    "segments_leave_to_foreign",
    "update job_segments set status = 'processing', claim_token = $2, worker = 'foreign',"
    " lease_until = mobilscan_now_us() + $3"
    " where job_id = $1 and status in ('pending', 'processing')"
    " and exists (select 1 from video_jobs where job_id = $1 and status = 'processing'"
    "  and deleted_at_us is null)"};
inline constexpr Statement take_from_foreign{
    "segment_take_from_foreign",
    "update job_segments set status = 'pending', claim_token = null, lease_until = null,"
    " worker = null, run_after = mobilscan_now_us(), next_chunk = 0" MOBILSCAN_GUARD
    " and lease_until < mobilscan_now_us()"};
inline constexpr Statement job_is_ours{
    "job_is_ours",
    "update video_jobs set claimed_at_us = mobilscan_now_us(), total_frames = 0,"
    " processed_frames = 0, detections_count = 0 where job_id = $1 and status = 'processing'"};
inline constexpr Statement drop_foreign_detections{
    "drop_foreign_detections", "delete from detections where job_id = $1 and segment is null"};

#define MOBILSCAN_CLAIMED                                                                  \
    "select s.job_id, s.segment, s.claim_token, s.next_chunk, s.first_frame, s.end_frame," \
    " s.first_pts, s.last_pts, s.samples, s.chunks, s.engine, s.attempts, s.crashes,"      \
    " j.video_name, j.video_path, j.settings, j.traceparent, s.processed_frames"           \
    " from job_segments s join video_jobs j on j.job_id = s.job_id"                        \
    " where s.status = 'processing'"
#define MOBILSCAN_HELD \
    MOBILSCAN_CLAIMED " and s.job_id = $1 and s.segment = $2 and s.claim_token = $3"
inline constexpr Statement claim_held{"segment_held", MOBILSCAN_HELD};
// If the job is ours: see job_runs.
inline constexpr Statement claim_started{
    "segment_started",
    MOBILSCAN_HELD " and j.status = 'processing' and j.claimed_at_us is not null"};
// $1 the token: of whichever segment it is.
inline constexpr Statement claim_by_token{"segment_by_token",
                                          MOBILSCAN_CLAIMED " and s.claim_token = $1"};

// --- the plan
// -------------------------------------------------------------------------------------
inline constexpr Statement plan_job{
    "plan_job",
    "update video_jobs set segments_total = $2, total_frames = $3"
    " where job_id = $1 and segments_total is null and status = 'processing'"};
inline constexpr Statement plan_first{
    "plan_first",
    "update job_segments set first_frame = $4, end_frame = $5, first_pts = $6, last_pts = $7,"
    " samples = $8, chunks = $9" MOBILSCAN_GUARD};
// In line with the job's first segment, so that jobs are done in the order of their upload.
inline constexpr Statement plan_other{
    "plan_other",
    "insert into job_segments (job_id, segment, first_frame, end_frame, first_pts, last_pts,"
    " samples, chunks, run_after)"
    " select job_id, $2, $3, $4, $5, $6, $7, $8, run_after from job_segments"
    " where job_id = $1 and segment = 0"};

// --- working
// ---------------------------------------------------------------------------------------- $4
// length of the lease, $5 progress, $6 how long it may stand still.
inline constexpr Statement renew{
    "segment_renew",
    "update job_segments set lease_until = mobilscan_now_us() + $4, progress = $5,"
    " progressed_at = case when progress <> $5 then mobilscan_now_us() else progressed_at "
    "end" MOBILSCAN_GUARD " and (progress <> $5 or progressed_at + $6 > mobilscan_now_us())"};

// $4 chunk, $5 samples, $6 detections, $7 length of the lease, $8 engine, $9 warnings or NULL.
inline constexpr Statement commit_chunk{
    "segment_commit_chunk",
    "update job_segments set next_chunk = next_chunk + 1,"
    " processed_frames = processed_frames + $5, detections_count = detections_count + $6,"
    " lease_until = mobilscan_now_us() + $7, progressed_at = mobilscan_now_us(), engine = $8,"
    " warnings = coalesce($9, warnings),"
    " attempts = 0, crashes = 0, error_code = null" MOBILSCAN_GUARD " and next_chunk = $4"};

// Frames that are read again do not count twice, and the number never falls.
inline constexpr Statement count_job{
    "job_count",
    "update video_jobs set processed_frames = case when processed_frames > t.frames"
    "  then processed_frames else t.frames end,"
    " detections_count = t.detections"
    " from (select coalesce(sum(processed_frames), 0) as frames,"
    "  coalesce(sum(detections_count), 0) as detections from job_segments where job_id = $1) as t"
    " where video_jobs.job_id = $1 and video_jobs.status = 'processing'"};

// $4 length of the lease, $5 the new token.
inline constexpr Statement restart{
    "segment_restart",
    "update job_segments set next_chunk = 0, processed_frames = 0, detections_count = 0,"
    " engine = null, warnings = null, claim_token = $5, lease_until = mobilscan_now_us() + $4,"
    " progressed_at = mobilscan_now_us()" MOBILSCAN_GUARD};
inline constexpr Statement drop_detections{
    "segment_drop_detections", "delete from detections where job_id = $1 and segment = $2"};
inline constexpr Statement drop_unread{"segment_drop_unread",
                                       "delete from unread where job_id = $1 and segment = $2"};

// --- ending
// -------------------------------------------------------------------------------------------
inline constexpr Statement complete{
    "segment_complete",
    "update job_segments set status = 'completed', lease_until = null,"
    " error_code = null" MOBILSCAN_GUARD " and next_chunk = chunks"};
inline constexpr Statement job_is_running{
    "job_is_running", "select 1 from video_jobs where job_id = $1 and status = 'processing'"};
// In line with the job's first segment: a video that was read is not kept waiting by later ones.
inline constexpr Statement add_items_segment{
    "segment_add_items",
    "insert into job_segments (job_id, segment, samples, chunks, run_after)"
    " select job_id, -1, 0, 0, run_after from job_segments where job_id = $1 and segment = 0"
    " on conflict (job_id, segment) do nothing"};
// The same in the hands of the worker that completed segment $2, if that was the last one and the
// job runs. $3 token, $4 length of the lease.
inline constexpr Statement add_held_items_segment{
    "segment_add_held_items",
    "insert into job_segments (job_id, segment, samples, chunks, run_after, status, claim_token,"
    "  worker, lease_until, progress, progressed_at)"
    " select first.job_id, -1, 0, 0, first.run_after, 'processing', $3, done.worker,"
    "  mobilscan_now_us() + $4, 0, mobilscan_now_us()"
    " from job_segments first join job_segments done on done.job_id = first.job_id"
    " where first.job_id = $1 and first.segment = 0 and done.segment = $2"
    "  and exists (select 1 from video_jobs where job_id = $1 and status = 'processing')"
    "  and not exists (select 1 from job_segments where job_id = $1 and segment >= 0"
    "   and status <> 'completed')"
    " on conflict (job_id, segment) do nothing"};
inline constexpr Statement complete_job{
    "job_complete",
    "update video_jobs set status = 'completed', completed_at = mobilscan_now(),"
    " items_count = $2, warnings = $3, total_frames = t.frames, processed_frames = t.frames,"
    " detections_count = t.detections, error_code = null, error_message = null"
    " from (select coalesce(sum(processed_frames), 0) as frames,"
    "  coalesce(sum(detections_count), 0) as detections from job_segments where job_id = $1) as t"
    " where video_jobs.job_id = $1 and video_jobs.status = 'processing'"};

// $4 delay, $5 error code.
inline constexpr Statement try_again{
    "segment_try_again",
    "update job_segments set status = 'pending', claim_token = null, lease_until = null,"
    " attempts = attempts + 1, run_after = mobilscan_now_us() + $4,"
    " error_code = $5" MOBILSCAN_GUARD};
inline constexpr Statement attempts{"segment_attempts",
                                    "select attempts from job_segments" MOBILSCAN_GUARD};
inline constexpr Statement fail_segment{
    "segment_fail",
    "update job_segments set status = 'failed', lease_until = null,"
    " attempts = attempts + 1, error_code = $4" MOBILSCAN_GUARD};
inline constexpr Statement fail_job{
    "job_fail",
    "update video_jobs set status = 'failed', completed_at = mobilscan_now(), error_code = $2,"
    " error_message = $3 where job_id = $1 and status in ('pending', 'processing')"};
inline constexpr Statement give_back{
    "segment_give_back",
    "update job_segments set status = 'pending', claim_token = null, lease_until = null,"
    " worker = null" MOBILSCAN_GUARD};

// --- looking
// ----------------------------------------------------------------------------------------
inline constexpr Statement state{
    "segment_state",
    "select s.status, s.claim_token, s.next_chunk, j.status, j.deleted_at_us, j.segments_total"
    " from video_jobs j left join job_segments s on s.job_id = j.job_id and s.segment = $2"
    " where j.job_id = $1"};

inline constexpr Statement outcomes{
    "segment_outcomes",
    "select segment, samples, processed_frames, warnings, detections_count from job_segments"
    " where job_id = $1 and segment >= 0 order by segment"};

// --- leases that ran out: $1 rows, ...
// -------------------------------------------------------------
inline constexpr Statement expired{
    "segments_expired",
    "select job_id, segment, claim_token, crashes, worker from job_segments where status = "
    "'processing'"
    " and lease_until < mobilscan_now_us() order by lease_until limit $1"};
// $4 delay.
inline constexpr Statement expire{
    "segment_expire",
    "update job_segments set status = 'pending', claim_token = null, lease_until = null,"
    " crashes = crashes + 1, run_after = mobilscan_now_us() + $4" MOBILSCAN_GUARD
    " and lease_until < mobilscan_now_us()"};
inline constexpr Statement poison{
    "segment_poison",
    "update job_segments set status = 'failed', lease_until = null, crashes = crashes + 1,"
    " error_code = 'poison'" MOBILSCAN_GUARD " and lease_until < mobilscan_now_us()"};

// --- leases whose worker is known to be dead
// ------------------------------------------------------------------------------------------------
// The lease ends now; the next claim or the reconciler counts it as a crash.
inline constexpr Statement abandon{
    "segments_abandon",
    "update job_segments set lease_until = mobilscan_now_us() - 1"
    " where worker = $1 and status = 'processing' and lease_until >= mobilscan_now_us()"};
// As if each worker had given its segment back.
inline constexpr Statement abandon_all{
    "segments_abandon_all",
    "update job_segments set status = 'pending', claim_token = null, lease_until = null,"
    " worker = null where status = 'processing'"};

#undef MOBILSCAN_GUARD
#undef MOBILSCAN_BEGUN
#undef MOBILSCAN_EXPIRED
#undef MOBILSCAN_IS_DUE
#undef MOBILSCAN_CLAIM

}  // namespace mobilscan::store::segment_sql
