// The lists of JobStore: pages of jobs, and those that upkeep asks for.
#include <algorithm>
#include <array>

#include "core/check.h"
#include "core/utc_time.h"
#include "store/codec.h"
#include "store/job_rows.h"
#include "store/job_store.h"

namespace mobilscan::store {
namespace {

using core::JobStatus;
using sql::Statement;

// The plus keeps SQLite from walking the index of counts and sorting all jobs for one page.
// $1 status, $2 part of the name as a LIKE pattern, $3 and $4 the cursor's id and name, $5 rows.
#define MOBILSCAN_JOB_PAGE                                  \
    "select " MOBILSCAN_JOB_COLUMNS                         \
    " from video_jobs where +deleted_at_us is null"         \
    " and (cast($1 as varchar(50)) is null or status = $1)" \
    " and (cast($2 as text) is null or lower(video_name) like $2 escape '\\')"

constexpr std::array<Statement, 4> pages{{
    {"jobs_newest",
     MOBILSCAN_JOB_PAGE " and (cast($3 as bigint) is null or id < $3) order by id desc limit $5"},
    {"jobs_oldest",
     MOBILSCAN_JOB_PAGE " and (cast($3 as bigint) is null or id > $3) order by id limit $5"},
    {"jobs_by_name",
     MOBILSCAN_JOB_PAGE " and (cast($3 as bigint) is null or (video_name, id) > ($4, $3))"
                        " order by video_name, id limit $5"},
    {"jobs_by_name_descending",
     MOBILSCAN_JOB_PAGE " and (cast($3 as bigint) is null or (video_name, id) < ($4, $3))"
                        " order by video_name desc, id desc limit $5"},
}};
#undef MOBILSCAN_JOB_PAGE

constexpr Statement purgeable_jobs{"jobs_purgeable",
                                   "select " MOBILSCAN_JOB_COLUMNS
                                   " from video_jobs where purge_after_us <= mobilscan_now_us()"
                                   " order by purge_after_us limit $1"};
constexpr Statement old_videos{
    "jobs_old_videos",
    "select " MOBILSCAN_JOB_COLUMNS
    " from video_jobs where status in ('completed', 'failed', 'cancelled')"
    " and video_removed_at_us is null and completed_at < $1 order by completed_at limit $2"};
constexpr Statement other_needs_video{
    "video_needed",
    "select 1 from video_jobs where video_path = $1 and job_id <> $2"
    " and deleted_at_us is null and video_removed_at_us is null limit 1"};
constexpr Statement job_files{
    "jobs_files",
    "select id, job_id, video_path, video_removed_at_us, deleted_at_us, status, error_code"
    " from video_jobs"
    " where id > $1 order by id limit $2"};
constexpr Statement unpushed_jobs{
    "jobs_unpushed", "select " MOBILSCAN_JOB_COLUMNS
                     " from video_jobs where pushed_at_us is null and status = 'pending'"
                     " and deleted_at_us is null and (created_at is null or created_at <= $1)"
                     " order by id limit $2"};
#define MOBILSCAN_PUSHED                                                  \
    " from video_jobs where status = 'pending' and deleted_at_us is null" \
    " and pushed_at_us <= mobilscan_now_us() - $1"
constexpr Statement pushed_jobs{"jobs_pushed", "select " MOBILSCAN_JOB_COLUMNS MOBILSCAN_PUSHED
                                               " and id > $2 order by id limit $3"};
constexpr Statement pushed_count{"jobs_pushed_count", "select count(*)" MOBILSCAN_PUSHED};
#undef MOBILSCAN_PUSHED
constexpr Statement job_days{"jobs_days",
                             "select substr(cast(created_at as text), 1, 10) as day, count(*),"
                             " sum(detections_count) from video_jobs"
                             " where deleted_at_us is null and created_at is not null"
                             " group by day order by day desc limit $1"};
constexpr Statement now{"now", "select mobilscan_now_us()"};

// A pattern of LIKE, with \ as its escape, for texts that contain the part.
std::string like_pattern(const std::string& part) {
    std::string pattern = "%";
    for (const char c : part) {
        if (c == '%' || c == '_' || c == '\\') {
            pattern += '\\';
        }
        pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return pattern + "%";
}

std::optional<std::int64_t> moment(const sql::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : core::parse_utc_text(row.text(column));
}

std::vector<Job> all(sql::Connection& connection, const Statement& statement,
                     std::initializer_list<sql::Value> values) {
    std::vector<Job> jobs;
    connection.run(statement, values, [&](const sql::Row& row) { jobs.push_back(job_of(row)); });
    return jobs;
}

// The original's form of the moment `age` ago.
std::string moment_ago(sql::Connection& connection, std::chrono::seconds age) {
    const auto now_us = sql::integer(connection, now, {});
    CHECK(now_us.has_value());
    return core::utc_text(*now_us - std::chrono::microseconds(age).count(), ' ');
}

int rows(int limit) {
    return std::clamp(limit, 1, limits::page_rows_max);
}

}  // namespace

Job job_of(const sql::Row& row) {
    return {
        .id = row.integer(0),
        .job_id = row.text(1),
        .video_name = row.text(2),
        .video_path = row.text(3),
        .status = core::job_status(row.text(4)).value_or(JobStatus::pending),
        .total_frames = row.integer(5),
        .processed_frames = row.integer(6),
        .detections_count = row.integer(7),
        .items_count = row.integer(8),
        .error_code = row.optional_text(9),
        .error_message = row.optional_text(10),
        .warnings = parse_list(row.text(11)),
        .created_at_us = moment(row, 12),
        .started_at_us = moment(row, 13),
        .completed_at_us = moment(row, 14),
        .sha256 = row.text(15),
        .size_bytes = row.integer(16),
        .settings = row.text(17),
        .traceparent = row.text(18),
        .video_removed = !row.is_null(19),
    };
}

Result<JobPage> JobStore::list(const JobQuery& query) {
    return sql::attempt([&] {
        const int limit = rows(query.limit);
        std::optional<std::string_view> status;
        if (query.status) {
            status = core::name(*query.status);
        }
        std::optional<std::string> pattern;
        if (!query.name_part.empty()) {
            pattern = like_pattern(query.name_part);
        }
        std::optional<std::int64_t> id;
        std::optional<std::string> name;
        if (query.after) {
            id = query.after->id;
            name = query.after->name;
        }
        JobPage page;
        page.jobs = all(connection_, pages[static_cast<std::size_t>(query.order)],
                        {status, pattern, id, name, limit + 1});
        if (page.jobs.size() > static_cast<std::size_t>(limit)) {
            page.jobs.pop_back();
            page.next = JobCursor{page.jobs.back().video_name, page.jobs.back().id};
        }
        return page;
    });
}

Result<std::vector<DayCounts>> JobStore::days(int limit) {
    return sql::attempt([&] {
        std::vector<DayCounts> days;
        connection_.run(job_days, {rows(limit)}, [&](const sql::Row& row) {
            days.push_back({row.text(0), row.integer(1), row.integer(2)});
        });
        std::reverse(days.begin(), days.end());
        return days;
    });
}

Result<std::vector<Job>> JobStore::purgeable(int limit) {
    return sql::attempt([&] { return all(connection_, purgeable_jobs, {rows(limit)}); });
}

Result<std::vector<Job>> JobStore::with_video_older_than(std::chrono::seconds age, int limit) {
    return sql::attempt(
        [&] { return all(connection_, old_videos, {moment_ago(connection_, age), rows(limit)}); });
}

Result<bool> JobStore::video_is_needed(const std::string& video_path, const std::string& except) {
    return sql::attempt(
        [&] { return sql::any(connection_, other_needs_video, {video_path, except}); });
}

Result<std::vector<JobFiles>> JobStore::files(std::int64_t after, int limit) {
    return sql::attempt([&] {
        std::vector<JobFiles> found;
        connection_.run(job_files, {after, rows(limit)}, [&](const sql::Row& row) {
            found.push_back({.id = row.integer(0),
                             .job_id = row.text(1),
                             .video_path = row.text(2),
                             .has_video = row.is_null(3),
                             .is_removed = !row.is_null(4),
                             .is_completed = row.text(5) == core::name(JobStatus::completed),
                             .failed_without_video =
                                 row.text(5) == core::name(JobStatus::failed) &&
                                 row.text(6) == core::info(core::ErrorCode::file_not_found).name});
        });
        return found;
    });
}

Result<std::vector<Job>> JobStore::unpushed(std::chrono::seconds age, int limit) {
    return sql::attempt([&] {
        return all(connection_, unpushed_jobs, {moment_ago(connection_, age), rows(limit)});
    });
}

Result<std::vector<Job>> JobStore::pushed(std::int64_t after, std::chrono::seconds age, int limit) {
    return sql::attempt([&] {
        return all(connection_, pushed_jobs,
                   {std::chrono::microseconds(age).count(), after, rows(limit)});
    });
}

Result<std::int64_t> JobStore::count_pushed(std::chrono::seconds age) {
    return sql::attempt([&] {
        return sql::integer(connection_, pushed_count, {std::chrono::microseconds(age).count()})
            .value_or(0);
    });
}

}  // namespace mobilscan::store
