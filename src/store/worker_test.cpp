// What workers and their supervisor rely on beyond the protocol itself: claims of the dead come
// back at once and fenced, warnings survive with the chunk, and rows tell which files are needed.
#include <gtest/gtest.h>

#include "store/detection_store.h"
#include "store/reconciler.h"
#include "store/store_test.h"

namespace mobilscan::store {
namespace {

using core::ErrorCode;
using core::JobStatus;

class WorkerRows : public StoreTest {
protected:
    [[nodiscard]] Claim claim_as(const std::string& worker) {
        const auto claimed = segments().claim(worker);
        EXPECT_TRUE(claimed.has_value() && claimed->has_value());
        return claimed.value().value_or(Claim{});
    }
    [[nodiscard]] bool is_lost(const Claim& claim) {
        const auto renewed = segments().renew(claim, 1);
        return !renewed.has_value() && renewed.error().code == ErrorCode::lease_lost;
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, WorkerRows, testing::ValuesIn(engines()), engine_name);

TEST_P(WorkerRows, ClaimsOfADeadWorkerCanBeClaimedAtOnceAndCountACrash) {
    accept();
    accept();
    const Claim dead = claim_as("dead");
    const Claim alive = claim_as("alive");
    EXPECT_EQ(abandon_claims(*connection_, "dead").value(), 1);
    EXPECT_EQ(abandon_claims(*connection_, "dead").value(), 0);
    const Claim again = claim_as("other");
    EXPECT_EQ(again.job_id, dead.job_id);
    EXPECT_EQ(again.crashes, 1);
    EXPECT_TRUE(is_lost(dead));
    EXPECT_FALSE(is_lost(alive));
}

TEST_P(WorkerRows, ADeadWorkersLateWriteIsRefusedOnceItsSegmentIsClaimedAgain) {
    const Claim dead = planned(1, 2);
    ASSERT_EQ(abandon_claims(*connection_, "worker").value(), 1);
    const Claim fresh = claim_as("other");
    const auto late = segments().commit_chunk(dead, chunk_of(0, {text_row(0, "LATE")}));
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().code, ErrorCode::lease_lost);
    EXPECT_TRUE(work(fresh));
}

TEST_P(WorkerRows, AJobThatKillsItsWorkersIsStillPoison) {
    const std::string job_id = accept();
    for (int crash = 0; crash < limits::crashes_max - 1; ++crash) {
        static_cast<void>(claim_as("dead"));
        ASSERT_EQ(abandon_claims(*connection_, "dead").value(), 1);
    }
    EXPECT_EQ(claim_as("dead").crashes, limits::crashes_max - 1);
    ASSERT_EQ(abandon_claims(*connection_, "dead").value(), 1);
    EXPECT_FALSE(segments().claim("other").value().has_value());
    EXPECT_EQ(return_expired_leases(*connection_, 10).value().poisoned, 1);
    EXPECT_EQ(job(job_id).status, JobStatus::failed);
}

TEST_P(WorkerRows, ARestartOfAllCountsNoCrashAndFencesEveryOldClaim) {
    const std::string job_id = accept();
    for (int restart = 0; restart < 2 * limits::crashes_max; ++restart) {
        const Claim old = claim_as("worker");
        EXPECT_EQ(old.crashes, 0);
        ASSERT_EQ(abandon_all_claims(*connection_).value(), 1);
        EXPECT_TRUE(is_lost(old));
    }
    EXPECT_EQ(abandon_all_claims(*connection_).value(), 0);
    EXPECT_EQ(job(job_id).status, JobStatus::processing);
    EXPECT_EQ(claim_as("worker").job_id, job_id);
}

TEST_P(WorkerRows, WarningsAndFramesReadAreKeptWithTheirChunksUntilARestart) {
    Claim first = planned(2, 2);
    Chunk last = chunk_of(1, {});
    last.samples = 7;
    last.warnings = "damaged=3";
    ASSERT_TRUE(segments().commit_chunk(first, chunk_of(0, {})).has_value());
    ASSERT_TRUE(segments().commit_chunk(first, last).has_value());
    ASSERT_EQ(abandon_all_claims(*connection_).value(), 1);
    first = claim_as("worker");
    EXPECT_EQ(first.frames_read, 17);
    const auto outcomes = segments().outcomes(first.job_id).value();
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_EQ(outcomes[0].warnings, "damaged=3");
    EXPECT_EQ(outcomes[0].frames_read, 17);
    EXPECT_EQ(outcomes[0].samples, 20);
    EXPECT_EQ(outcomes[1].segment, 1);
    EXPECT_EQ(outcomes[1].warnings, "");
    first = segments().restart(first).value();
    EXPECT_EQ(first.frames_read, 0);
    EXPECT_EQ(segments().outcomes(first.job_id).value()[0].warnings, "");
}

TEST_P(WorkerRows, AForeignJobGetsTheSettingsOfItsAdoption) {
    connection_->run({"foreign",
                      "insert into video_jobs (job_id, video_name, video_path) values"
                      " ('f', 'f.mp4', 'f.mp4')"},
                     {});
    ASSERT_EQ(adopt_foreign_jobs(*connection_, "every=7").value(), 1);
    EXPECT_EQ(claim_as("worker").settings, "every=7");
}

TEST_P(WorkerRows, WhatAForeignWorkerCountedGoesWithItsRowsWhenItDied) {
    connection_->run({"foreign",
                      "insert into video_jobs (job_id, video_name, video_path) values"
                      " ('f', 'f.mp4', 'f.mp4')"},
                     {});
    ASSERT_EQ(adopt_foreign_jobs(*connection_, "every=7").value(), 1);
    connection_->run({"foreign",
                      "update video_jobs set status = 'processing', total_frames = 12,"
                      " processed_frames = 6, detections_count = 1 where job_id = 'f'"},
                     {});
    connection_->run({"foreign",
                      "insert into detections (video_name, job_id, frame_number, timestamp,"
                      " detected_text, confidence) values ('f.mp4', 'f', 30, 1.0, 'LOT 1', 0.5)"},
                     {});
    ASSERT_FALSE(segments().claim("worker").value().has_value());
    advance(limits::foreign_lease_seconds + std::chrono::seconds{1});
    ASSERT_EQ(return_expired_leases(*connection_, 10).value().returned, 1);
    EXPECT_EQ(job("f").total_frames, 0);
    EXPECT_EQ(job("f").processed_frames, 0);
    EXPECT_EQ(job("f").detections_count, 0);
    EXPECT_EQ(claim_as("worker").job_id, "f");
}

TEST_P(WorkerRows, AVideoIsNeededWhileAnotherJobHasIt) {
    const std::string one = accept();
    const std::string path = job(one).video_path;
    NewJob second;
    second.job_id = "second";
    second.video_name = "second.mp4";
    second.video_path = path;
    ASSERT_TRUE(jobs().accept(second).has_value());
    EXPECT_TRUE(jobs().video_is_needed(path, one).value());
    ASSERT_TRUE(jobs().remove("second").has_value());
    EXPECT_FALSE(jobs().video_is_needed(path, one).value());
    const auto files = jobs().files(0, 10).value();
    ASSERT_EQ(files.size(), 2U);
    EXPECT_FALSE(files[0].is_removed);
    EXPECT_TRUE(files[1].is_removed);
    EXPECT_EQ(jobs().files(files[0].id, 10).value().size(), 1U);
}

TEST_P(WorkerRows, EachEvidenceFileIsNamedOnce) {
    const Claim claim = planned(1, 1);
    DetectionRow other = text_row(1, "B");
    other.frame_path = "another.jpg";
    ASSERT_TRUE(segments()
                    .commit_chunk(claim, chunk_of(0, {text_row(0, "A"), text_row(0, "B"), other}))
                    .has_value());
    DetectionStore store(*connection_);
    EXPECT_EQ(store.frame_paths(claim.job_id, "", 10).value(),
              (std::vector<std::string>{"another.jpg", "frame.jpg"}));
    EXPECT_EQ(store.frame_paths(claim.job_id, "another.jpg", 10).value().size(), 1U);
}

}  // namespace
}  // namespace mobilscan::store
