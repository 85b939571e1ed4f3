#include "store/segment_store.h"

#include <utility>

#include "core/check.h"
#include "core/retry.h"
#include "core/text.h"
#include "store/codec.h"
#include "store/event_store.h"
#include "store/identity.h"
#include "store/job_ending.h"
#include "store/job_rows.h"
#include "store/segment_statements.h"
#include "store/unread_store.h"

namespace mobilscan::store {
namespace {

using core::ErrorCode;

// What a segment is to the holder of a claim.
struct Standing {
    bool job_ended = true;  // cancelled, removed or gone
    bool ours = false;      // the token is still this claim's
    std::string status;
    std::int64_t next_chunk = 0;
    bool planned = false;
};

Standing standing(sql::Connection& connection, const Claim& claim) {
    Standing result;
    connection.run(segment_sql::state, {claim.job_id, claim.segment}, [&](const sql::Row& row) {
        const auto job = core::job_status(row.text(3));
        result.job_ended = job == core::JobStatus::cancelled || !row.is_null(4);
        result.ours = row.text(1) == claim.token;
        result.status = row.text(0);
        result.next_chunk = row.integer(2);
        result.planned = !row.is_null(5);
    });
    return result;
}

[[noreturn]] void fail_lost(const Standing& standing) {
    if (standing.job_ended) {
        sql::fail(ErrorCode::cancelled, "the job was cancelled");
    }
    sql::fail(ErrorCode::lease_lost, "the lease ran out and the work is no longer this worker's");
}

std::optional<Claim> found_claim(sql::Connection& connection, const sql::Statement& statement,
                                 std::initializer_list<sql::Value> values) {
    std::optional<Claim> claim;
    connection.run(statement, values, [&](const sql::Row& row) {
        claim = Claim{
            .job_id = row.text(0),
            .segment = row.integer(1),
            .token = row.text(2),
            .next_chunk = row.integer(3),
            .plan = std::nullopt,
            .engine = row.text(10),
            .frames_read = row.integer(17),
            .attempts = row.integer(11),
            .crashes = row.integer(12),
            .video_name = row.text(13),
            .video_path = row.text(14),
            .settings = row.text(15),
            .traceparent = row.text(16),
        };
        if (!row.is_null(9)) {
            claim->plan = SegmentPlan{row.integer(4), row.integer(5), row.integer(6),
                                      row.integer(7), row.integer(8), row.integer(9)};
        }
    });
    return claim;
}

std::optional<Claim> claim_of_token(sql::Connection& connection, const std::string& token) {
    return found_claim(connection, segment_sql::claim_by_token, {token});
}

// After a statement of the caller's that touched this very row.
Claim still_held(sql::Connection& connection, const Claim& claim) {
    auto held = found_claim(connection, segment_sql::claim_held,
                            {claim.job_id, claim.segment, claim.token});
    CHECK(held.has_value());
    return *std::move(held);
}

// The guarded statement must touch its one row.
void must_hold(sql::Connection& connection, const Claim& claim, std::int64_t rows) {
    if (rows == 0) {
        fail_lost(standing(connection, claim));
    }
}

// What is due of a job that is not ours: one that a foreign worker began is left to it, and of one
// that somebody else ended nothing may be claimed again.
void let_go_of_job(sql::Connection& connection, const std::string& job_id) {
    const auto lease_us = std::chrono::microseconds(limits::foreign_lease_seconds).count();
    if (connection.run(segment_sql::leave_to_foreign, {job_id, new_uuid(), lease_us}) == 0) {
        connection.run(close_segments, {job_id});
    }
}

struct Taken {
    std::string job_id;
    std::int64_t segment = 0;
};

// Takes one due segment.
std::optional<Taken> take_segment(sql::Connection& connection, const std::string& token,
                                  const std::string& worker, std::int64_t lease_us,
                                  const Wanted& wanted) {
    std::optional<Taken> taken;
    const auto keep = [&](const sql::Row& row) { taken = Taken{row.text(0), row.integer(1)}; };
    connection.run(wanted.begun ? segment_sql::claim_begun : segment_sql::claim_pending,
                   {token, worker, lease_us, wanted.due.count()}, keep);
    if (!taken) {
        connection.run(segment_sql::claim_expired, {token, worker, lease_us, limits::crashes_max},
                       keep);
    }
    return taken;
}

// The same of one job, whose row is locked.
std::optional<Taken> take_segment_of(sql::Connection& connection, const std::string& token,
                                     const std::string& worker, std::int64_t lease_us,
                                     const std::string& job_id) {
    std::optional<Taken> taken;
    const auto keep = [&](const sql::Row& row) { taken = Taken{row.text(0), row.integer(1)}; };
    connection.run(segment_sql::claim_of_job, {token, worker, lease_us, job_id}, keep);
    if (!taken) {
        connection.run(segment_sql::claim_expired_of_job,
                       {token, worker, lease_us, limits::crashes_max, job_id}, keep);
    }
    return taken;
}

// Starts the job of a segment that the token holds.
std::optional<Claim> start_job(sql::Connection& connection, const Taken& taken,
                               const std::string& token) {
    connection.post(segment_sql::job_runs, {taken.job_id});
    auto claim =
        found_claim(connection, segment_sql::claim_started, {taken.job_id, taken.segment, token});
    if (!claim) {
        let_go_of_job(connection, taken.job_id);
    }
    return claim;
}

// Writes the plan behind the guard of segment 0; the job's row has it.
void insert_plan(sql::Connection& connection, const Claim& claim,
                 std::span<const SegmentPlan> plan) {
    const SegmentPlan& first = plan.front();
    must_hold(connection, claim,
              connection.run(
                  segment_sql::plan_first,
                  {claim.job_id, claim.segment, claim.token, first.first_frame, first.end_frame,
                   first.first_pts_us, first.last_pts_us, first.samples, first.chunks}));
    for (std::size_t number = 1; number < plan.size(); ++number) {
        const SegmentPlan& part = plan[number];
        connection.post(
            segment_sql::plan_other,
            {claim.job_id, static_cast<std::int64_t>(number), part.first_frame, part.end_frame,
             part.first_pts_us, part.last_pts_us, part.samples, part.chunks});
    }
    add_event(connection, claim.job_id, "planned");
}

void insert_detections(sql::Connection& connection, const Claim& claim, const Chunk& chunk) {
    std::int64_t ordinal = 0;
    for (const DetectionRow& row : chunk.detections) {
        insert_detection(connection, claim.job_id, claim.video_name,
                         {claim.segment, chunk.number, ordinal++}, row);
    }
}

Result<void> without_value(const Result<bool>& result) {
    return result.map([](bool) {});
}

}  // namespace

Result<std::optional<Claim>> SegmentStore::claim(const std::string& worker, const Wanted& wanted) {
    using Found = std::optional<Claim>;
    const auto due = sql::attempt([&] {
        return sql::any(connection_, wanted.begun ? segment_sql::is_due_begun : segment_sql::is_due,
                        {limits::crashes_max, wanted.due.count()});
    });
    if (!due) {
        return failure(due.error());
    }
    if (!*due) {
        return Found{};
    }
    const std::string token = new_uuid();
    const auto taken = sql::write(
        connection_,
        [&] { return take_segment(connection_, token, worker, settings_.lease.count(), wanted); },
        [&]() -> std::optional<std::optional<Taken>> {
            const Found found = claim_of_token(connection_, token);
            if (!found) {
                return std::nullopt;
            }
            return std::optional<Taken>({found->job_id, found->segment});
        });
    if (!taken) {
        return failure(taken.error());
    }
    if (!*taken) {
        return Found{};
    }
    // In a transaction of its own, as the job has to be locked first, and only now is known.
    return sql::write_repeatable(connection_,
                                 [&]() -> Found { return start_job(connection_, **taken, token); });
}

Result<std::optional<Claim>> SegmentStore::claim_of(const std::string& worker,
                                                    const std::string& job_id) {
    using Found = std::optional<Claim>;
    const std::string token = new_uuid();
    const auto lease_us = settings_.lease.count();
    const auto take = [&]() -> Found {
        connection_.post(segment_sql::lock_job, {job_id});
        const auto taken = take_segment_of(connection_, token, worker, lease_us, job_id);
        return taken ? start_job(connection_, *taken, token) : std::nullopt;
    };
    return sql::write(connection_, take, [&]() -> std::optional<Found> {
        const Found found = claim_of_token(connection_, token);
        return found ? std::optional(found) : std::nullopt;
    });
}

Result<Claim> SegmentStore::save_plan(const Claim& claim, std::span<const SegmentPlan> plan) {
    CHECK(claim.segment == 0 && !plan.empty());
    if (plan.size() > static_cast<std::size_t>(limits::segments_max)) {
        return failure(ErrorCode::over_budget, "the video has too many segments");
    }
    std::int64_t samples = 0;
    for (const SegmentPlan& part : plan) {
        samples += part.samples;
    }
    const auto count = static_cast<std::int64_t>(plan.size());
    return sql::write_repeatable(connection_, [&] {
        if (connection_.run(segment_sql::plan_job, {claim.job_id, count, samples}) > 0) {
            insert_plan(connection_, claim, plan);
        } else if (const Standing now = standing(connection_, claim);
                   !now.ours || now.status != "processing" || !now.planned) {
            fail_lost(now);
        }
        return still_held(connection_, claim);
    });
}

Result<void> SegmentStore::renew(const Claim& claim, std::int64_t progress) {
    return without_value(sql::write_repeatable(connection_, [&] {
        const auto rows = connection_.run(
            segment_sql::renew, {claim.job_id, claim.segment, claim.token, settings_.lease.count(),
                                 progress, settings_.stall.count()});
        if (rows == 0) {
            const Standing now = standing(connection_, claim);
            if (now.ours && now.status == "processing") {
                sql::fail(ErrorCode::worker_stalled, "the work has made no progress for too long");
            }
            fail_lost(now);
        }
        return true;
    }));
}

Result<void> SegmentStore::commit_chunk(const Claim& claim, const Chunk& chunk) {
    return without_value(sql::write_repeatable(connection_, [&] {
        connection_.post(segment_sql::lock_job, {claim.job_id});
        const auto rows =
            connection_.run(segment_sql::commit_chunk,
                            {claim.job_id, claim.segment, claim.token, chunk.number, chunk.samples,
                             static_cast<std::int64_t>(chunk.detections.size()),
                             settings_.lease.count(), chunk.engine, optional(chunk.warnings)});
        if (rows == 0) {
            const Standing now = standing(connection_, claim);
            if (!now.ours || now.status != "processing") {
                fail_lost(now);
            }
            CHECK(chunk.number < now.next_chunk);  // a worker must not leave a chunk out
            return false;                          // it is there already
        }
        insert_detections(connection_, claim, chunk);
        insert_unread(connection_, claim.job_id, claim.segment, chunk.number, chunk.unread);
        replace_items_of_segment(connection_, claim.job_id, claim.segment, chunk.items);
        must_hold(connection_, claim, connection_.run(segment_sql::count_job, {claim.job_id}));
        add_event(connection_, claim.job_id, "progress");
        return true;
    }));
}

Result<Claim> SegmentStore::restart(const Claim& claim) {
    Claim renewed = claim;
    renewed.token = new_uuid();
    const auto drop = [&] {
        connection_.post(segment_sql::lock_job, {claim.job_id});
        must_hold(connection_, claim,
                  connection_.run(segment_sql::restart, {claim.job_id, claim.segment, claim.token,
                                                         settings_.lease.count(), renewed.token}));
        connection_.post(segment_sql::drop_detections, {claim.job_id, claim.segment});
        connection_.post(segment_sql::drop_unread, {claim.job_id, claim.segment});
        replace_items_of_segment(connection_, claim.job_id, claim.segment, {});
        must_hold(connection_, claim, connection_.run(segment_sql::count_job, {claim.job_id}));
        return still_held(connection_, renewed);
    };
    return sql::write(connection_, drop,
                      [&] { return claim_of_token(connection_, renewed.token); });
}

Result<std::optional<Claim>> SegmentStore::complete(const Claim& claim) {
    using Found = std::optional<Claim>;
    CHECK(claim.segment >= 0);
    const std::string token = new_uuid();  // one for all repetitions
    return sql::write_repeatable(connection_, [&]() -> Found {
        // Of two last segments one comes after the other.
        connection_.post(segment_sql::lock_job, {claim.job_id});
        const auto rows =
            connection_.run(segment_sql::complete, {claim.job_id, claim.segment, claim.token});
        if (rows == 0) {
            const Standing now = standing(connection_, claim);
            if (now.ours && now.status == "processing") {
                sql::fail(ErrorCode::protocol_violation, "chunks of the segment are missing");
            }
            if (!now.ours || now.status != "completed" || now.job_ended) {
                fail_lost(now);
            }
        }
        connection_.post(segment_sql::add_held_items_segment,
                         {claim.job_id, claim.segment, token, settings_.lease.count()});
        auto items =
            found_claim(connection_, segment_sql::claim_held, {claim.job_id, items_segment, token});
        if (!items && !sql::any(connection_, segment_sql::job_is_running, {claim.job_id})) {
            fail_lost(standing(connection_, claim));
        }
        return items;
    });
}

Result<std::vector<SegmentOutcome>> SegmentStore::outcomes(const std::string& job_id) {
    return sql::attempt([&] {
        std::vector<SegmentOutcome> found;
        connection_.run(segment_sql::outcomes, {job_id}, [&](const sql::Row& row) {
            found.push_back(
                {row.integer(0), row.integer(1), row.integer(2), row.text(3), row.integer(4)});
        });
        return found;
    });
}

Result<void> SegmentStore::complete_items(const Claim& claim, std::span<const StoredItem> items,
                                          const std::vector<std::string>& warnings) {
    CHECK(claim.segment == items_segment);
    return without_value(sql::write_repeatable(connection_, [&] {
        connection_.post(segment_sql::lock_job, {claim.job_id});
        const auto rows =
            connection_.run(segment_sql::complete, {claim.job_id, claim.segment, claim.token});
        if (rows == 0) {
            const Standing now = standing(connection_, claim);
            if (!now.ours || now.status != "completed") {
                fail_lost(now);
            }
            return false;
        }
        replace_items(connection_, claim.job_id, items);
        const auto count = static_cast<std::int64_t>(items.size());
        must_hold(connection_, claim,
                  connection_.run(segment_sql::complete_job,
                                  {claim.job_id, count, core::storable(list_text(warnings))}));
        add_event(connection_, claim.job_id, "completed");
        return true;
    }));
}

Result<bool> SegmentStore::fail(const Claim& claim, const core::Error& error) {
    const core::Retry retry = core::retry_class(error.code);
    const std::string_view code = core::info(error.code).name;
    const std::uint64_t random = random_number();
    const auto report = [&] {
        connection_.post(segment_sql::lock_job, {claim.job_id});
        const auto attempts = sql::integer(connection_, segment_sql::attempts,
                                           {claim.job_id, claim.segment, claim.token});
        must_hold(connection_, claim, attempts ? 1 : 0);
        const auto failed_attempts = static_cast<int>(*attempts) + 1;
        if (retry == core::Retry::never || failed_attempts >= limits::attempts_max) {
            connection_.run(segment_sql::fail_segment,
                            {claim.job_id, claim.segment, claim.token, code});
            end_failed_job(connection_, claim.job_id, code, error.message);
            return true;
        }
        const auto delay_us =
            retry == core::Retry::now ? 0 : core::retry_delay(failed_attempts, random).count();
        connection_.run(segment_sql::try_again,
                        {claim.job_id, claim.segment, claim.token, delay_us, code});
        return false;
    };
    return sql::write(connection_, report, [&]() -> std::optional<bool> {
        const Standing now = standing(connection_, claim);
        return now.ours && now.status == "processing" ? std::nullopt
                                                      : std::optional(now.status == "failed");
    });
}

Result<void> SegmentStore::give_back(const Claim& claim) {
    const auto release = [&] {
        must_hold(
            connection_, claim,
            connection_.run(segment_sql::give_back, {claim.job_id, claim.segment, claim.token}));
        return true;
    };
    return without_value(sql::write(connection_, release, [&]() -> std::optional<bool> {
        return standing(connection_, claim).ours ? std::nullopt : std::optional(true);
    }));
}

}  // namespace mobilscan::store
