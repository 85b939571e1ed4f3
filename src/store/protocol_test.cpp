// No accepted job is lost, none is done twice, and nobody without the present token writes: the
// protocol between workers, one promise a test.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "store/detection_store.h"
#include "store/event_store.h"
#include "store/reconciler.h"
#include "store/store_test.h"

namespace mobilscan::store {
namespace {

using core::ErrorCode;
using core::JobStatus;
using std::chrono::seconds;

class Protocol : public StoreTest {
protected:
    [[nodiscard]] std::int64_t rows(const std::string& job_id) {
        DetectionStore store(*connection_);
        return static_cast<std::int64_t>(
            store.page({.job_id = job_id, .after = {}}).value().detections.size());
    }
    void let_lease_expire() { advance(limits::lease_seconds + seconds{1}); }
};

INSTANTIATE_TEST_SUITE_P(Engines, Protocol, testing::ValuesIn(engines()), engine_name);

TEST_P(Protocol, LeadsAJobFromItsUploadToItsItems) {
    const Claim first = planned(2, 2);
    EXPECT_EQ(job(first.job_id).status, JobStatus::processing);
    EXPECT_EQ(job(first.job_id).total_frames, 40);
    EXPECT_FALSE(work(first));
    EXPECT_EQ(job(first.job_id).processed_frames, 20);
    const Claim second = claim();
    EXPECT_EQ(second.segment, 1);
    EXPECT_EQ(second.plan, plan_of(2, 2)[1]);
    EXPECT_TRUE(work(second));
    const Claim items = claim();
    EXPECT_EQ(items.segment, items_segment);
    StoredItem item{.id = "item", .item = {}, .sightings = {{0, 0, 0}, {1, 1, 0}}, .job_id = {}};
    item.item.text = "SN 1";
    item.item.alternatives = {"5N\n1", "\\"};
    ASSERT_TRUE(segments().complete_items(items, {&item, 1}, {"a warning"}).has_value());
    const Job done = job(first.job_id);
    EXPECT_EQ(done.status, JobStatus::completed);
    EXPECT_EQ(done.detections_count, 4);
    EXPECT_EQ(done.items_count, 1);
    EXPECT_EQ(done.warnings, std::vector<std::string>{"a warning"});
    EXPECT_TRUE(done.started_at_us && done.completed_at_us);
    ItemStore store(*connection_);
    EXPECT_EQ(store.find("item").value()->item.alternatives, item.item.alternatives);
    EXPECT_EQ(store.sightings("item", 10).value().size(), 2U);
    EXPECT_FALSE(segments().claim("worker").value().has_value());
}

TEST_P(Protocol, AVideoThatWasReadIsNotKeptWaitingByLaterOnes) {
    const Claim first = planned(1, 1);
    accept();
    EXPECT_TRUE(work(first));
    const Claim next = claim();
    EXPECT_EQ(next.job_id, first.job_id);
    EXPECT_EQ(next.segment, items_segment);
}

TEST_P(Protocol, GivesOneSegmentToOneOfManyWorkers) {
    constexpr int jobs_count = 40;
    for (int i = 0; i < jobs_count; ++i) {
        accept();
    }
    std::atomic<int> claimed = 0;
    const auto race = [&] {
        const auto connection = connect();
        SegmentStore store(*connection);
        while (store.claim("racer").value().has_value()) {
            ++claimed;
        }
    };
    {
        const std::jthread one(race);
        const std::jthread two(race);
    }
    EXPECT_EQ(claimed, jobs_count);
}

TEST_P(Protocol, FencesOutAWorkerWhoseLeaseRanOut) {
    const Claim stale = planned(1, 3);
    ASSERT_TRUE(segments().commit_chunk(stale, chunk_of(0, {text_row(0, "A")})).has_value());
    let_lease_expire();
    const Claim fresh = claim();
    EXPECT_EQ(fresh.job_id, stale.job_id);
    EXPECT_EQ(fresh.next_chunk, 1);
    EXPECT_EQ(fresh.crashes, 1);
    const auto lost = [](const auto& result) {
        return !result.has_value() && result.error().code == ErrorCode::lease_lost;
    };
    EXPECT_TRUE(lost(segments().commit_chunk(stale, chunk_of(1, {text_row(10, "B")}))));
    EXPECT_TRUE(lost(segments().renew(stale, 5)));
    EXPECT_TRUE(lost(segments().complete(stale)));
    EXPECT_TRUE(lost(segments().fail(stale, {ErrorCode::corrupt_media, "x"})));
    EXPECT_TRUE(lost(segments().give_back(stale)));
    EXPECT_TRUE(lost(segments().restart(stale)));
    EXPECT_TRUE(lost(segments().save_plan(stale, plan_of(1, 3))));
    EXPECT_EQ(rows(stale.job_id), 1);
    EXPECT_TRUE(work(fresh));
    EXPECT_EQ(rows(stale.job_id), 3);
}

TEST_P(Protocol, KeepsOneSetOfRowsWhenAChunkIsCommittedAgain) {
    const Claim claim = planned(1, 2);
    const Chunk chunk = chunk_of(0, {text_row(0, "A"), text_row(0, "B")});
    ASSERT_TRUE(segments().commit_chunk(claim, chunk).has_value());
    ASSERT_TRUE(segments().commit_chunk(claim, chunk).has_value());
    EXPECT_EQ(rows(claim.job_id), 2);
    EXPECT_EQ(job(claim.job_id).detections_count, 2);
    EXPECT_EQ(job(claim.job_id).processed_frames, 10);
}

TEST_P(Protocol, RefusesToCompleteASegmentWhoseChunksAreMissing) {
    const Claim claim = planned(1, 2);
    EXPECT_EQ(segments().complete(claim).error().code, ErrorCode::protocol_violation);
}

TEST_P(Protocol, KeepsTheFirstPlan) {
    const Claim first = planned(3, 2);
    const auto again = segments().save_plan(first, plan_of(1, 9));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->plan, plan_of(3, 2)[0]);
    EXPECT_EQ(job(first.job_id).total_frames, 60);
}

TEST_P(Protocol, RenewsALeaseOnlyWhileTheWorkGoesOn) {
    const Claim claim = planned(1, 1);
    for (int i = 1; i <= 10; ++i) {
        advance(seconds{40});
        ASSERT_TRUE(segments().renew(claim, i).has_value()) << i;
    }
    advance(seconds{40});
    ASSERT_TRUE(segments().renew(claim, 10).has_value());
    advance(seconds{40});
    ASSERT_TRUE(segments().renew(claim, 10).has_value());
    advance(seconds{41});
    EXPECT_EQ(segments().renew(claim, 10).error().code, ErrorCode::worker_stalled);
    ASSERT_TRUE(return_expired_leases(*connection_, 10).has_value());
}

TEST_P(Protocol, FailsAJobWhoseSegmentEndsItsWorkersThreeTimesWithoutAChunk) {
    const Claim first = planned(1, 2);
    for (int crash = 1; crash < limits::crashes_max; ++crash) {
        let_lease_expire();
        const auto counts = return_expired_leases(*connection_, 10);
        EXPECT_EQ(counts.value().returned, 1);
        EXPECT_EQ(counts.value().poisoned, 0);
        advance(limits::retry_delay_max_seconds);
        EXPECT_EQ(claim().crashes, crash);
    }
    let_lease_expire();
    EXPECT_FALSE(segments().claim("worker").value().has_value());
    EXPECT_EQ(return_expired_leases(*connection_, 10).value().poisoned, 1);
    EXPECT_EQ(job(first.job_id).status, JobStatus::failed);
    EXPECT_EQ(job(first.job_id).error_code, "poison");
    EXPECT_FALSE(segments().claim("worker").value().has_value());
}

TEST_P(Protocol, ForgetsCrashesWhenAChunkIsCommitted) {
    Claim held = planned(1, 6);
    for (int i = 0; i < 6; ++i) {
        let_lease_expire();
        held = claim();
        EXPECT_EQ(held.crashes, 1);
        ASSERT_TRUE(segments().commit_chunk(held, chunk_of(i, {})).has_value());
    }
    EXPECT_TRUE(segments().complete(held).value());
}

TEST_P(Protocol, TriesTransientErrorsFiveTimesWithADelayAndPermanentOnesOnce) {
    Claim held = planned(1, 1);
    for (int attempt = 1; attempt < limits::attempts_max; ++attempt) {
        EXPECT_FALSE(segments().fail(held, {ErrorCode::storage_full, "full"}).value());
        advance(limits::retry_delay_max_seconds);
        held = claim();
        EXPECT_EQ(held.attempts, attempt);
    }
    EXPECT_TRUE(segments().fail(held, {ErrorCode::storage_full, "full"}).value());
    EXPECT_EQ(job(held.job_id).error_code, "storage_full");
    EXPECT_EQ(job(held.job_id).error_message, "full");

    const Claim other = planned(1, 1);
    EXPECT_TRUE(segments().fail(other, {ErrorCode::unsupported_codec, "codec"}).value());
    EXPECT_EQ(job(other.job_id).status, JobStatus::failed);
}

TEST_P(Protocol, EndsACancelledJobAtTheNextCommit) {
    const Claim held = planned(2, 2);
    ASSERT_TRUE(segments().commit_chunk(held, chunk_of(0, {text_row(0, "A")})).has_value());
    ASSERT_TRUE(jobs().cancel(held.job_id).has_value());
    ASSERT_TRUE(jobs().cancel(held.job_id).has_value());
    EXPECT_EQ(segments().commit_chunk(held, chunk_of(1, {})).error().code, ErrorCode::cancelled);
    EXPECT_EQ(segments().renew(held, 7).error().code, ErrorCode::cancelled);
    EXPECT_FALSE(segments().claim("worker").value().has_value());
    EXPECT_EQ(rows(held.job_id), 1);

    ASSERT_TRUE(jobs().retry(held.job_id).has_value());
    const Claim again = claim();
    EXPECT_EQ(again.next_chunk, 1);
    EXPECT_EQ(jobs().retry(held.job_id).error().code, ErrorCode::job_state_unfit);
}

TEST_P(Protocol, GivesASegmentBackWithoutCountingACrash) {
    const Claim held = planned(1, 2);
    ASSERT_TRUE(segments().commit_chunk(held, chunk_of(0, {})).has_value());
    ASSERT_TRUE(segments().give_back(held).has_value());
    const Claim next = claim();
    EXPECT_EQ(next.next_chunk, 1);
    EXPECT_EQ(next.crashes, 0);
    EXPECT_EQ(next.attempts, 0);
    EXPECT_NE(next.token, held.token);
}

TEST_P(Protocol, RestartsASegmentWithoutLettingProgressFall) {
    const Claim held = planned(1, 3);
    ASSERT_TRUE(segments().commit_chunk(held, chunk_of(0, {text_row(0, "A")})).has_value());
    ASSERT_TRUE(segments().commit_chunk(held, chunk_of(1, {text_row(10, "A")})).has_value());
    const auto again = segments().restart(held);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->next_chunk, 0);
    EXPECT_EQ(rows(held.job_id), 0);
    EXPECT_EQ(job(held.job_id).processed_frames, 20);
    EXPECT_TRUE(work(*again));
    EXPECT_EQ(job(held.job_id).processed_frames, 30);
    EXPECT_EQ(rows(held.job_id), 3);
}

TEST_P(Protocol, AdoptsWhatAProgramOfTheOriginalInserted) {
    connection_->run({"foreign",
                      "insert into video_jobs (job_id, video_name, video_path)"
                      " values ('foreign', 'a.mp4', '/videos/a.mp4')"},
                     {});
    EXPECT_EQ(adopt_foreign_jobs(*connection_, "every=7").value(), 1);
    EXPECT_EQ(adopt_foreign_jobs(*connection_, "every=8").value(), 0);
    EXPECT_EQ(claim().job_id, "foreign");
    connection_->run({"foreign",
                      "insert into detections (video_name, job_id, frame_number,"
                      " timestamp, detected_text, confidence)"
                      " values ('a.mp4', 'foreign', 30, 1.0, 'SN-0I2', 0.5)"},
                     {});
    EXPECT_EQ(fold_foreign_detections(*connection_, 10).value(), 1);
    const auto found = DetectionStore(*connection_).search({.text = "sno12", .job_id = {}});
    ASSERT_EQ(found.value().detections.size(), 1U);
    EXPECT_FALSE(found.value().detections[0].box.has_value());
    EXPECT_EQ(found.value().detections[0].detection.timestamp_us, 1'000'000);
}

TEST_P(Protocol, TellsEveryStepToThoseWhoWatch) {
    EventStore events(*connection_);
    EXPECT_EQ(events.newest().value(), 0);
    const Claim held = planned(1, 1);
    work(held);
    ASSERT_TRUE(segments().complete_items(claim(), {}, {}).has_value());
    std::vector<std::string> kinds;
    std::int64_t last = 0;
    const auto all = events.since(0, held.job_id, 100);
    for (const Event& event : *all) {
        kinds.push_back(event.kind);
        EXPECT_GT(event.id, last);
        last = event.id;
    }
    EXPECT_EQ(kinds, (std::vector<std::string>{"accepted", "planned", "progress", "completed"}));
    EXPECT_EQ(events.newest().value(), last);
    advance(seconds{100});
    EXPECT_EQ(events.prune(seconds{50}).value(), 3);
    EXPECT_EQ(events.since(0, {}, 100).value().size(), 1U);
}

}  // namespace
}  // namespace mobilscan::store
