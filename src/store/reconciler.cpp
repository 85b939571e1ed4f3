#include "store/reconciler.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/limits.h"
#include "core/retry.h"
#include "core/text.h"
#include "store/event_store.h"
#include "store/identity.h"
#include "store/job_ending.h"
#include "store/segment_statements.h"

namespace mobilscan::store {
namespace {

using sql::Statement;

// $1 settings, $2 the job or NULL.
constexpr Statement adopt{
    "adopt_foreign",
    "insert into job_segments (job_id, segment, run_after)"
    " select j.job_id, 0, mobilscan_now_us() from video_jobs j where j.status = 'pending'"
    " and (cast($2 as varchar(100)) is null or j.job_id = $2)"
    " and j.deleted_at_us is null and j.segments_total is null"
    " and not exists (select 1 from job_segments s where s.job_id = j.job_id)"
    " on conflict (job_id, segment) do nothing"};
// Also of those that a foreign worker has in hand: should it die, they are ours.
constexpr Statement give_settings{
    "adopt_foreign_settings",
    "update video_jobs set settings = $1 where settings is null"
    " and status in ('pending', 'processing') and segments_total is null"
    " and (cast($2 as varchar(100)) is null or job_id = $2) and deleted_at_us is null"};
constexpr Statement add_announced{
    "adopt_announced",
    "insert into video_jobs (job_id, video_name, video_path, status, created_at, pushed_at_us)"
    " values ($1, $2, $3, 'pending', mobilscan_now(), mobilscan_now_us())"
    " on conflict (job_id) do nothing"};
constexpr Statement next_turn{"turn_take",
                              "update turns set next_at_us = mobilscan_now_us() + $2"
                              " where name = $1 and next_at_us <= mobilscan_now_us()"};
constexpr Statement unfolded{"detections_unfolded",
                             "select id, detected_text from detections where folded_text is null"
                             " order by id limit $1"};
constexpr Statement keep_folded{"detection_fold",
                                "update detections set folded_text = $2"
                                " where id = $1 and folded_text is null"};

struct Expired {
    std::string job_id;
    std::int64_t segment = 0;
    std::string token;
    std::int64_t crashes = 0;
    bool is_foreign = false;
};

std::vector<Expired> expired(sql::Connection& connection, int limit) {
    std::vector<Expired> found;
    connection.run(segment_sql::expired, {limit}, [&](const sql::Row& row) {
        found.push_back(
            {row.text(0), row.integer(1), row.text(2), row.integer(3), row.text(4) == "foreign"});
    });
    return found;
}

// A foreign worker that wrote nothing for so long is gone, and its rows are half a result.
bool take_from_foreign(sql::Connection& connection, const Expired& lease) {
    if (connection.run(segment_sql::take_from_foreign,
                       {lease.job_id, lease.segment, lease.token}) == 0) {
        return false;
    }
    connection.post(segment_sql::drop_foreign_detections, {lease.job_id});
    connection.post(segment_sql::job_is_ours, {lease.job_id});
    return true;
}

bool poison(sql::Connection& connection, const Expired& lease) {
    if (connection.run(segment_sql::poison, {lease.job_id, lease.segment, lease.token}) == 0) {
        return false;
    }
    end_failed_job(connection, lease.job_id, core::info(core::ErrorCode::poison).name,
                   "reading a part of this video ended the worker again and again");
    return true;
}

bool return_lease(sql::Connection& connection, const Expired& lease) {
    const auto crashes = static_cast<int>(lease.crashes) + 1;
    const auto delay = core::retry_delay(crashes, random_number());
    return connection.run(segment_sql::expire,
                          {lease.job_id, lease.segment, lease.token, delay.count()}) > 0;
}

}  // namespace

Result<bool> take_turn(sql::Connection& connection, std::string_view name,
                       std::chrono::microseconds interval) {
    return sql::write_repeatable(
        connection, [&] { return connection.run(next_turn, {name, interval.count()}) > 0; });
}

Result<ExpiredLeases> return_expired_leases(sql::Connection& connection, int limit) {
    // Looking takes no lock while all is well.
    const auto due = sql::attempt([&] { return expired(connection, limit); });
    if (!due) {
        return failure(due.error());
    }
    ExpiredLeases counts;
    for (const Expired& lease : *due) {
        const bool is_poison = !lease.is_foreign && lease.crashes + 1 >= limits::crashes_max;
        // A transaction for each, as it locks the job.
        const auto done = sql::write_repeatable(connection, [&] {
            connection.post(segment_sql::lock_job, {lease.job_id});
            return lease.is_foreign ? take_from_foreign(connection, lease)
                   : is_poison      ? poison(connection, lease)
                                    : return_lease(connection, lease);
        });
        if (!done) {
            return failure(done.error());
        }
        (is_poison ? counts.poisoned : counts.returned) += *done ? 1 : 0;
    }
    return counts;
}

Result<std::int64_t> abandon_claims(sql::Connection& connection, const std::string& worker) {
    return sql::write_repeatable(connection,
                                 [&] { return connection.run(segment_sql::abandon, {worker}); });
}

Result<std::int64_t> abandon_all_claims(sql::Connection& connection) {
    return sql::write_repeatable(connection,
                                 [&] { return connection.run(segment_sql::abandon_all, {}); });
}

Result<std::int64_t> adopt_foreign_jobs(sql::Connection& connection, const std::string& settings) {
    return sql::write_repeatable(connection, [&] {
        connection.run(give_settings, {settings, std::optional<std::string>()});
        return connection.run(adopt, {settings, std::optional<std::string>()});
    });
}

Result<bool> adopt_announced_job(sql::Connection& connection, const NewJob& job) {
    return sql::write_repeatable(connection, [&] {
        const bool is_new =
            connection.run(add_announced, {job.job_id,
                                           core::shortened(core::storable(job.video_name),
                                                           video_name_characters_max),
                                           job.video_path}) > 0;
        connection.run(give_settings, {job.settings, job.job_id});
        connection.run(adopt, {job.settings, job.job_id});
        if (is_new) {
            add_event(connection, job.job_id, "accepted");
        }
        return is_new;
    });
}

Result<std::int64_t> fold_foreign_detections(sql::Connection& connection, int limit) {
    return sql::write_repeatable(connection, [&] {
        std::vector<std::pair<std::int64_t, std::string>> rows;
        connection.run(unfolded, {limit}, [&](const sql::Row& row) {
            rows.emplace_back(row.integer(0), row.text(1));
        });
        std::int64_t changed = 0;
        for (const auto& [id, text] : rows) {
            changed += connection.run(keep_folded, {id, core::folded(text)});
        }
        return changed;
    });
}

}  // namespace mobilscan::store
