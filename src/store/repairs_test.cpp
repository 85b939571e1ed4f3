// Rows that something spoilt are mended where that loses nothing, and a job goes on where it was;
// whatever else is wrong is left as it is.
#include <gtest/gtest.h>

#include "store/detection_store.h"
#include "store/repairs.h"
#include "store/store_test.h"

namespace mobilscan::store {
namespace {

using core::JobStatus;

class Repairs : public StoreTest {
protected:
    void run(const std::string& text) { connection_->run({"spoil", text}, {}); }

    // "invariant: subject" of all violations.
    [[nodiscard]] std::vector<std::string> wrong() {
        std::vector<std::string> found;
        const auto all = violations(*connection_);
        for (const Violation& violation : *all) {
            found.push_back(std::string(violation.invariant->name) + ": " + violation.subject());
        }
        return found;
    }

    // Repairs what there is until there is nothing left to be done; how often something was.
    int repair_all() {
        int done = 0;
        for (int before = -1; before != done;) {
            before = done;
            const auto all = violations(*connection_);
            for (const Violation& violation : *all) {
                const auto announced = remedy(*connection_, violation).value();
                const auto repaired = repair(*connection_, violation);
                EXPECT_TRUE(repaired.has_value()) << repaired.error().message;
                EXPECT_EQ(announced, repaired.value_or(""));
                done += repaired.value_or("").empty() ? 0 : 1;
            }
        }
        return done;
    }

    // A job with two segments of one chunk and an item.
    std::string completed() {
        const Claim first = planned(2, 1);
        EXPECT_FALSE(work(first));
        EXPECT_TRUE(work(claim()));
        make_items();
        return first.job_id;
    }
    void make_items() {
        StoredItem item;
        item.id = "item-" + std::to_string(accepted_);
        item.item.text = "SN 1";
        item.sightings = {{0, 0, 0}, {1, 0, 0}};
        EXPECT_TRUE(segments().complete_items(claim(), std::vector{item}, {}).has_value());
    }
    [[nodiscard]] std::int64_t count(const std::string& table) {
        return sql::integer(*connection_, {"count", "select count(*) from " + table}, {})
            .value_or(-1);
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Repairs, testing::ValuesIn(engines()), engine_name);

TEST_P(Repairs, CountAgainWhatWasCountedWrong) {
    const std::string job_id = completed();
    run("update job_segments set detections_count = 7 where segment = 1");
    run("update video_jobs set processed_frames = 1, completed_at = null, detections_count = 1");
    EXPECT_EQ(wrong().size(), 3U);
    EXPECT_EQ(repair_all(), 3);
    EXPECT_EQ(wrong(), std::vector<std::string>());
    EXPECT_EQ(job(job_id).detections_count, 2);
    EXPECT_EQ(job(job_id).processed_frames, 20);
    EXPECT_TRUE(job(job_id).completed_at_us.has_value());
}

TEST_P(Repairs, RemoveWhatBelongsToNoJobAndLeaveWhatAForeignProgramWrote) {
    completed();
    run("insert into unread (job_id, segment, chunk, ordinal, reason, frame_number, timestamp_us,"
        " first_seen_us, last_seen_us) values ('job-1', 0, 0, 0, 'blurred', 1, 1, 1, 1)");
    run("insert into detections (video_name, job_id, frame_number, timestamp, detected_text,"
        " confidence) values ('v', 'early', 1, 0.1, 'FOREIGN', 0.5)");
    run("delete from video_jobs");
    EXPECT_GE(repair_all(), 4);
    EXPECT_EQ(wrong(), std::vector<std::string>{"detection-has-job: early"});
    EXPECT_EQ(count("detections"), 1);
    for (const char* table : {"job_segments", "items", "item_sightings", "unread"}) {
        EXPECT_EQ(count(table), 0) << table;
    }
    run("delete from detections");
}

TEST_P(Repairs, GiveBackLeasesThatRanOutAndDropClaimsThatNobodyHolds) {
    Claim held = planned(2, 1);
    advance(2 * limits::lease_seconds + std::chrono::seconds{1});
    EXPECT_EQ(wrong(), std::vector<std::string>{"lease-is-young: job-1 0"});
    EXPECT_EQ(repair_all(), 1);
    EXPECT_EQ(segments().renew(held, 1).error().code, core::ErrorCode::lease_lost);

    run("update job_segments set status = 'processing' where segment = 0");
    run("update job_segments set claim_token = 'x' where segment = 1");
    EXPECT_EQ(wrong().size(), 2U);
    EXPECT_EQ(repair_all(), 2);
    advance(limits::retry_delay_max_seconds);
    work(claim());
    EXPECT_TRUE(work(claim()));
    make_items();
    EXPECT_EQ(job("job-1").status, JobStatus::completed);
}

TEST_P(Repairs, AJobThatNobodyWouldGoOnWithGoesOn) {
    const Claim first = planned(2, 1);
    EXPECT_FALSE(work(first));
    run("update job_segments set status = 'closed' where segment = 1");
    EXPECT_EQ(wrong(), std::vector<std::string>{"running-job-goes-on: job-1"});
    EXPECT_EQ(repair_all(), 1);
    EXPECT_TRUE(work(claim()));
    run("delete from job_segments where segment = -1");
    EXPECT_EQ(wrong(), std::vector<std::string>{"running-job-goes-on: job-1"});
    EXPECT_EQ(repair_all(), 1);
    make_items();
    EXPECT_EQ(job("job-1").status, JobStatus::completed);
    EXPECT_EQ(job("job-1").detections_count, 2);
}

TEST_P(Repairs, AJobThatHasEndedRests) {
    const Claim first = planned(2, 1);
    run("update video_jobs set status = 'failed', error_code = 'x'");
    EXPECT_EQ(wrong(), std::vector<std::string>{"ended-job-rests: job-1"});
    EXPECT_EQ(repair_all(), 1);
    EXPECT_EQ(segments().commit_chunk(first, chunk_of(0, {})).error().code,
              core::ErrorCode::lease_lost);

    run("update job_segments set status = 'failed', error_code = 'corrupt_media' where segment = "
        "0");
    run("update video_jobs set error_code = null");
    EXPECT_EQ(repair_all(), 1);
    EXPECT_EQ(job("job-1").error_code, "corrupt_media");
}

TEST_P(Repairs, ItemsThatAreGoneAreMadeAgainByAWorker) {
    const std::string job_id = completed();
    run("delete from items");
    EXPECT_EQ(wrong(), (std::vector<std::string>{"sighting-has-both: job-1 item-1",
                                                 "items-count-is-true: job-1"}));
    EXPECT_GE(repair_all(), 1);
    EXPECT_EQ(job(job_id).status, JobStatus::processing);
    make_items();
    EXPECT_EQ(job(job_id).status, JobStatus::completed);
    EXPECT_EQ(wrong(), std::vector<std::string>());

    // For pictures that are gone.
    EXPECT_TRUE(can_make_items_again(*connection_, job_id).value());
    EXPECT_TRUE(make_items_again(*connection_, job_id).value());
    EXPECT_FALSE(make_items_again(*connection_, job_id).value());  // it waits already
    make_items();
    EXPECT_FALSE(make_items_again(*connection_, accept()).value());
}

TEST_P(Repairs, DetectionsOfAChunkThatWillBeReadAreInItsWay) {
    const Claim first = planned(1, 2);
    ASSERT_TRUE(segments().commit_chunk(first, chunk_of(0, {text_row(0, "A")})).has_value());
    ASSERT_TRUE(segments().give_back(first).has_value());
    run("update job_segments set next_chunk = 0, detections_count = 0");
    EXPECT_EQ(repair_all(), 2);  // the job counts them no more
    EXPECT_EQ(count("detections"), 0);
    work(claim());
}

TEST_P(Repairs, AJobFailsWhoseVideoIsNotThere) {
    const std::string waiting = accept();
    EXPECT_TRUE(waits_for_video(*connection_, waiting).value());
    EXPECT_TRUE(fail_without_video(*connection_, waiting).value());
    EXPECT_EQ(job(waiting).error_code, "file_not_found");
    EXPECT_FALSE(fail_without_video(*connection_, waiting).value());
    // Of a job that is read somebody may have the file open.
    const Claim read = planned(1, 1);
    EXPECT_FALSE(waits_for_video(*connection_, read.job_id).value());
    EXPECT_FALSE(fail_without_video(*connection_, read.job_id).value());
}

TEST_P(Repairs, LeaveWhatMayLoseSomething) {
    const std::string job_id = completed();
    const std::vector<std::pair<std::string, std::string>> cases{
        {"update job_segments set next_chunk = 0 where segment = 1",
         "update job_segments set next_chunk = 1 where segment = 1"},
        {"update video_jobs set segments_total = 3", "update video_jobs set segments_total = 2"},
        {"update job_segments set status = 'closed', claim_token = null where segment = 0",
         "update job_segments set status = 'completed' where segment = 0"},
        {"update video_jobs set status = 'lost'", "update video_jobs set status = 'completed'"},
    };
    for (const auto& [spoil, mend] : cases) {
        run(spoil);
        EXPECT_FALSE(wrong().empty()) << spoil;
        EXPECT_EQ(repair_all(), 0) << spoil;
        run(mend);
    }
    EXPECT_EQ(wrong(), std::vector<std::string>());
    EXPECT_EQ(job(job_id).status, JobStatus::completed);
}

}  // namespace
}  // namespace mobilscan::store
