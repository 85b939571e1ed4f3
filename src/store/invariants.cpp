#include "store/invariants.h"

#include <array>

#include "core/limits.h"

namespace mobilscan::store {
namespace {

constexpr auto table = std::to_array<Invariant>({
    {"detection-has-job", "every detection belongs to a job",
     "select distinct d.job_id, null from detections d where not exists"
     " (select 1 from video_jobs j where j.job_id = d.job_id)"},
    {"segment-has-job", "every segment belongs to a job",
     "select distinct s.job_id, null from job_segments s where not exists"
     " (select 1 from video_jobs j where j.job_id = s.job_id)"},
    {"item-has-job", "every item belongs to a job",
     "select distinct i.job_id, null from items i where not exists"
     " (select 1 from video_jobs j where j.job_id = i.job_id)"},
    {"unread-has-job", "everything that could not be read belongs to a job",
     "select distinct u.job_id, null from unread u where not exists"
     " (select 1 from video_jobs j where j.job_id = u.job_id)"},
    {"sighting-has-both", "every sighting joins an item and a detection that exist",
     "select distinct s.job_id, s.item_id from item_sightings s"
     " where not exists (select 1 from items i where i.id = s.item_id)"
     " or not exists (select 1 from detections d where d.job_id = s.job_id"
     "  and d.segment = s.segment and d.chunk = s.chunk and d.ordinal = s.ordinal)"},
    {"status-known", "every job and segment has one of the known states",
     "select job_id, null from video_jobs where status is null or status not in"
     " ('pending', 'processing', 'completed', 'failed', 'cancelled')"
     " union all select job_id, cast(segment as text) from job_segments where status not in"
     " ('pending', 'processing', 'completed', 'failed', 'closed')"},
    {"running-job-goes-on", "a job that has not ended has a segment that waits or runs",
     "select j.job_id, null from video_jobs j where j.status in ('pending', 'processing')"
     " and exists (select 1 from job_segments s where s.job_id = j.job_id)"
     " and not exists (select 1 from job_segments s where s.job_id = j.job_id"
     "  and s.status in ('pending', 'processing'))"},
    {"ended-job-rests", "a job that has ended has no segment that waits or runs",
     "select distinct j.job_id, null from video_jobs j join job_segments s on s.job_id = j.job_id"
     " where j.status in ('completed', 'failed', 'cancelled')"
     " and s.status in ('pending', 'processing')"},
    {"completed-job-is-whole", "a completed job that we read has all its segments completed",
     "select distinct j.job_id, null from video_jobs j join job_segments s on s.job_id = j.job_id"
     " where j.status = 'completed' and s.status <> 'completed'"
     " and j.segments_total is not null"},
    {"plan-is-whole", "a planned job has all its segments",
     "select j.job_id, null from video_jobs j where j.segments_total is not null"
     " and j.segments_total <> (select count(*) from job_segments s"
     "  where s.job_id = j.job_id and s.segment >= 0)"},
    {"completed-segment-is-whole", "a completed segment has all its chunks",
     "select job_id, segment from job_segments"
     " where status = 'completed' and (chunks is null or next_chunk <> chunks)"},
    {"claim-has-token", "a running segment has a token and a lease, and a waiting one none",
     "select job_id, segment from job_segments"
     " where (status = 'processing' and (claim_token is null or lease_until is null))"
     " or (status in ('pending', 'closed')"
     "  and (claim_token is not null or lease_until is not null))"},
    {"lease-is-young", "no lease ran out longer ago than its own length",
     "select job_id, segment from job_segments"
     " where status = 'processing' and lease_until + 45000000 < mobilscan_now_us()"},
    {"detection-in-committed-chunk", "every detection lies in a committed chunk of its segment",
     "select distinct d.job_id, d.segment from detections d"
     " left join job_segments s on s.job_id = d.job_id and s.segment = d.segment"
     " where d.segment is not null and (s.job_id is null or d.chunk >= s.next_chunk)"},
    {"segment-count-is-true", "a segment counts the detections that it has",
     "select s.job_id, s.segment from job_segments s where s.segment >= 0"
     " and s.detections_count <> (select count(*) from detections d"
     "  where d.job_id = s.job_id and d.segment = s.segment)"},
    {"job-count-is-true", "a planned job counts the detections of its segments",
     "select j.job_id, null from video_jobs j where j.segments_total is not null"
     " and j.detections_count <> (select coalesce(sum(s.detections_count), 0)"
     "  from job_segments s where s.job_id = j.job_id)"},
    {"key-is-unique", "no detection is stored twice",
     "select job_id, segment || ' ' || chunk || ' ' || ordinal from detections"
     " where segment is not null group by job_id, segment, chunk, ordinal having count(*) > 1"},
    {"failure-has-reason", "a job that failed by our workers says why",
     "select j.job_id, null from video_jobs j where j.status = 'failed' and j.error_code is null"
     " and exists (select 1 from job_segments s where s.job_id = j.job_id"
     "  and s.status = 'failed')"},
    {"completed-counts-agree", "a completed job that we read shows all its frames as processed",
     "select job_id, null from video_jobs where status = 'completed'"
     " and segments_total is not null"
     " and (processed_frames <> total_frames or completed_at is null)"},
    {"items-count-is-true", "a completed job that we read counts the items that it has",
     "select j.job_id, null from video_jobs j where j.status = 'completed'"
     " and j.segments_total is not null and j.items_count <>"
     "  (select count(*) from items i where i.job_id = j.job_id)"},
});

static_assert(limits::lease_seconds.count() == 45, "the query of lease-is-young says so too");

}  // namespace

std::span<const Invariant> invariants() noexcept {
    return table;
}

Result<std::vector<Violation>> violations(sql::Connection& connection) {
    return sql::attempt([&] {
        std::vector<Violation> found;
        for (const Invariant& invariant : table) {
            int rows = 0;
            connection.run({invariant.name, invariant.query}, {}, [&](const sql::Row& row) {
                if (rows++ < limits::page_rows_max) {
                    found.push_back({&invariant, row.text(0), row.text(1)});
                }
            });
        }
        return found;
    });
}

}  // namespace mobilscan::store
