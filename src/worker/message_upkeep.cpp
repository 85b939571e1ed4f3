#include "worker/message_upkeep.h"

#include <chrono>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/limits.h"
#include "store/job_store.h"
#include "store/reconciler.h"

namespace mobilscan::worker {
namespace {

using namespace std::chrono_literals;

constexpr int rows_a_turn = 100;
// Who accepts a job announces it in a moment, and who takes a message claims the job in a moment.
constexpr auto moment = 10s;
constexpr auto look_interval = 30s;

queue::Announcement announcement_of(const store::Job& job) {
    return {job.job_id, job.video_path, job.video_name};
}

// The waiting jobs that are not among `present`, oldest first.
Result<std::vector<queue::Announcement>> missing(store::sql::Connection& connection,
                                                 const std::unordered_set<std::string>& present,
                                                 std::chrono::seconds age) {
    store::JobStore jobs(connection);
    std::vector<queue::Announcement> found;
    for (std::int64_t after = 0;;) {
        const auto page = jobs.pushed(after, age, limits::page_rows_max);
        if (!page) {
            return failure(page.error());
        }
        for (const store::Job& job : *page) {
            if (!present.contains(job.job_id)) {
                found.push_back(announcement_of(job));
            }
        }
        if (page->size() < static_cast<std::size_t>(limits::page_rows_max)) {
            return found;
        }
        after = page->back().id;
    }
}

}  // namespace

Result<std::int64_t> announce_unpushed(store::sql::Connection& connection,
                                       queue::Doorbell& doorbell) {
    store::JobStore jobs(connection);
    const auto age = doorbell.messages() == nullptr ? 0s : std::chrono::seconds(moment);
    const auto waiting = jobs.unpushed(age, rows_a_turn);
    if (!waiting) {
        return failure(waiting.error());
    }
    for (const store::Job& job : *waiting) {
        auto done = doorbell.announce(announcement_of(job)).and_then([&] {
            return jobs.mark_pushed(job.job_id);
        });
        if (!done) {
            return failure(std::move(done.error()));
        }
    }
    return static_cast<std::int64_t>(waiting->size());
}

Result<std::int64_t> return_left_messages(store::sql::Connection& connection,
                                          queue::Messages& messages) {
    const auto left = messages.left_behind();
    if (!left) {
        return failure(left.error());
    }
    for (const queue::LeftMessage& each : *left) {
        // A message without a row, and one that nobody can read, are for the next worker.
        const auto job = queue::decoded(each.message);
        const auto row = job ? store::JobStore(connection).find(job->job_id)
                             : failure(core::ErrorCode::job_not_found, "");
        if (!row && row.error().code != core::ErrorCode::job_not_found) {
            return failure(row.error());
        }
        const bool was_begun = row && row->status != core::JobStatus::pending;
        if (auto done = messages.dispose(
                each, was_begun ? queue::Disposal::drop : queue::Disposal::to_the_list);
            !done) {
            return failure(std::move(done.error()));
        }
    }
    return static_cast<std::int64_t>(left->size());
}

Result<std::int64_t> restore_lost_messages(store::sql::Connection& connection,
                                           queue::Messages& messages) {
    const auto lost = messages.lost_data();
    const auto there = messages.count();
    if (!lost || !there) {
        return failure(lost ? there.error() : lost.error());
    }
    const auto age = *lost ? 0s : std::chrono::seconds(moment);
    const auto expected = store::JobStore(connection).count_pushed(age);
    if (!expected) {
        return failure(expected.error());
    }
    // Messages of jobs that wait no more may hide that others are missing, so now and then each is
    // looked at.
    const bool in_any_case =
        store::take_turn(connection, "messages", look_interval).value_or(false);
    if (!*lost && *expected <= *there && !in_any_case) {
        return 0;
    }
    // The rows are looked at after the messages: a job that was claimed meanwhile waits no more.
    const auto jobs = messages.job_ids().and_then([&](const std::vector<std::string>& ids) {
        return missing(connection, {ids.begin(), ids.end()}, age);
    });
    if (!jobs) {
        return failure(jobs.error());
    }
    return messages.restore(*jobs)
        .and_then([&] { return *lost ? messages.note_whole() : Result<void>(); })
        .map([&] { return static_cast<std::int64_t>(jobs->size()); });
}

}  // namespace mobilscan::worker
