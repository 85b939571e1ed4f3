#include "store/event_store.h"

#include <algorithm>

#include "core/limits.h"

namespace mobilscan::store {
namespace {

using sql::Statement;

constexpr Statement add{
    "event_add",
    "insert into events (job_id, kind, status, processed_frames, total_frames, detections_count,"
    " created_at_us)"
    " select job_id, cast($2 as varchar(30)), status, coalesce(processed_frames, 0),"
    " coalesce(total_frames, 0), coalesce(detections_count, 0), mobilscan_now_us()"
    " from video_jobs where job_id = $1"};

constexpr Statement of_all{
    "events_since",
    "select id, job_id, kind, status, processed_frames, total_frames, detections_count,"
    " created_at_us from events where id > $1 order by id limit $2"};

constexpr Statement of_job{
    "events_since_of_job",
    "select id, job_id, kind, status, processed_frames, total_frames, detections_count,"
    " created_at_us from events where id > $1 and job_id = $3 order by id limit $2"};

constexpr Statement newest_id{"events_newest", "select max(id) from events"};

constexpr Statement prune_old{"events_prune",
                              "delete from events where created_at_us < mobilscan_now_us() - $1"
                              " and id < (select max(id) from events)"};

Event event_of(const sql::Row& row) {
    return {
        .id = row.integer(0),
        .job_id = row.text(1),
        .kind = row.text(2),
        .status = core::job_status(row.text(3)).value_or(core::JobStatus::pending),
        .processed_frames = row.integer(4),
        .total_frames = row.integer(5),
        .detections_count = row.integer(6),
        .created_at_us = row.integer(7),
    };
}

}  // namespace

Result<std::vector<Event>> EventStore::since(std::int64_t id, const std::string& job_id,
                                             int limit) {
    return sql::attempt([&] {
        std::vector<Event> events;
        connection_.run(job_id.empty() ? of_all : of_job,
                        {id, std::clamp(limit, 1, limits::page_rows_max), job_id},
                        [&](const sql::Row& row) { events.push_back(event_of(row)); });
        return events;
    });
}

Result<std::int64_t> EventStore::newest() {
    return sql::attempt([&] { return sql::integer(connection_, newest_id, {}).value_or(0); });
}

Result<std::int64_t> EventStore::prune(std::chrono::seconds age) {
    return sql::write_repeatable(connection_, [&] {
        return connection_.run(prune_old, {std::chrono::microseconds(age).count()});
    });
}

void add_event(sql::Connection& connection, const std::string& job_id, std::string_view kind) {
    connection.post(add, {job_id, kind});
}

}  // namespace mobilscan::store
