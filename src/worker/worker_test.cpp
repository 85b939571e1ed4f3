// Proves: a job becomes the same rows and files whether it is read in one go, in parts, by several
// workers or after any fault; no row is there without its file; and what cannot be read fails with
// the reason.
#include "worker/worker_test.h"

#include <cerrno>
#include <set>
#include <thread>

#include "blobs/names.h"
#include "store/invariants.h"

namespace mobilscan::worker {
namespace {

using core::ErrorCode;
using core::JobStatus;
using namespace std::chrono_literals;

TEST_F(WorkerTest, LeadsAJobFromItsVideoToItsItems) {
    video_.frames = 130;  // segments of 60, 60 and 10 frames
    const std::string job_id = accept();
    const auto one = worker();
    EXPECT_TRUE(work_all(*one));
    const store::Job done = job(job_id);
    EXPECT_EQ(done.status, JobStatus::completed);
    EXPECT_EQ(done.total_frames, 26);
    EXPECT_EQ(done.processed_frames, 26);
    EXPECT_TRUE(done.warnings.empty());
    // Of the samples 0, 5, 10 ... 125, those with n % 3 == 2 hold nothing.
    const auto rows = detections(job_id);
    ASSERT_EQ(rows.size(), 17U);
    EXPECT_EQ(rows[0].frame_path, frames_->path_of(blobs::frame_name(job_id, 0)));
    EXPECT_EQ(rows[0].characters.substr(0, 14), "L\t9900\nA\t9900\n");
    EXPECT_TRUE(evidence_is_whole(job_id));
    EXPECT_FALSE(frames_->read(blobs::frame_name(job_id, 5)).has_value());
    EXPECT_TRUE(frames_->read(blobs::poster_name(job_id)).has_value());
    const auto found = items(job_id);
    ASSERT_EQ(found.size(), 7U);
    EXPECT_EQ(found[0].item.text, "LABEL 100");
    for (const store::StoredItem& item : found) {
        EXPECT_TRUE(frames_->read(blobs::crop_name(job_id, item.id)).has_value());
        EXPECT_EQ(store::ItemStore(*connection_).sightings(item.id, 100).value().size(),
                  static_cast<std::size_t>(item.item.sightings));
    }
    EXPECT_EQ(bell_.rings, 1);  // for the other segments
    EXPECT_TRUE(store::violations(*connection_).value().empty());
}

TEST_F(WorkerTest, ReadsEachJobInItsOwnLanguages) {
    everywhere_ = {
        {"出口",
         0.9F,
         {{{10, 10}, {60, 10}, {60, 30}, {10, 30}}},
         {{"出", 0.9F, {}, 0, 0.5F}, {"口", 0.9F, {}, 0.5F, 1}}},
        {"EXIT", 0.9F, {{{10, 40}, {60, 40}, {60, 60}, {10, 60}}}, {{"EXIT", 0.9F, {}, 0, 1}}}};
    const std::string english = accept("every=50 languages=en");
    const std::string chinese = accept("every=50 languages=ch");
    const std::string all = accept("every=50");  // of a version without languages
    const auto one = worker();
    EXPECT_TRUE(work_all(*one));
    const auto texts = [&](const std::string& job_id) {
        std::set<std::string> found;
        for (const store::StoredDetection& row : detections(job_id)) {
            found.insert(row.detection.text);
        }
        return found;
    };
    EXPECT_EQ(texts(english), (std::set<std::string>{"EXIT"}));
    EXPECT_EQ(texts(chinese), (std::set<std::string>{"EXIT", "出口"}));
    EXPECT_EQ(texts(all), (std::set<std::string>{"EXIT", "出口"}));
    EXPECT_EQ(loaded_.size(), 1U) << "languages need no other reader";
}

TEST_F(WorkerTest, ShowsTheFirstReadingsBeforeTheJobEnds) {
    const std::string job_id = accept();
    std::int64_t seen_rows = -1;
    std::int64_t seen_items = -1;
    on_frame_ = [&](std::int64_t number) {
        if (number == 35) {  // looked at while the chunk of frame 15 to 30 is read
            seen_rows = std::ssize(detections(job_id));
            seen_items = std::ssize(items(job_id));
        }
    };
    EXPECT_TRUE(work_all(*worker()));
    EXPECT_EQ(seen_rows, 2);   // of the first two chunks: frames 0 and 10 bear a label
    EXPECT_EQ(seen_items, 1);  // which is the same
}

TEST_F(WorkerTest, GivesBackAfterTheChunkAndGoesOnThereWithTheSameResult) {
    const std::string whole = accept();
    EXPECT_TRUE(work_all(*worker()));
    for (std::int64_t stop_at = 0; stop_at < video_.frames; stop_at += 5) {
        const std::string parted = accept();
        std::stop_source stop;
        on_frame_ = [&](std::int64_t number) {
            if (number == stop_at) {
                stop.request_stop();
            }
        };
        const auto first = worker();
        while (!stop.stop_requested()) {
            ASSERT_TRUE(first->work_once(stop.get_token()).value());
        }
        on_frame_ = {};
        EXPECT_TRUE(work_all(*worker()));
        EXPECT_EQ(outcome(parted), outcome(whole)) << "stopped at frame " << stop_at;
    }
}

// Lets the n-th call that makes files durable fail.
class FaultyCalls final : public blobs::FileCalls {
public:
    int failing = -1;
    int calls = 0;

    int write_all(int file, std::span<const std::byte> bytes) override {
        return fails() ? ENOSPC : FileCalls::write_all(file, bytes);
    }
    int sync(int file) override { return fails() ? EIO : FileCalls::sync(file); }
    int rename(int folder, const char* from, const char* to) override {
        return fails() ? EIO : FileCalls::rename(folder, from, to);
    }

private:
    bool fails() { return calls++ == failing; }
};

TEST_F(WorkerTest, HasNoRowWithoutItsFileWhicheverCallFails) {
    video_.frames = 40;
    const std::string whole = accept();
    EXPECT_TRUE(work_all(*worker()));
    FaultyCalls faulty;
    int calls_of_a_job = 1;
    for (int n = 0; n < calls_of_a_job; ++n) {
        const std::string job_id = accept();
        auto frames = blobs::BlobFolder::open(folder_ / "frames", faulty).value();
        faulty.failing = n;
        faulty.calls = 0;
        Tools with = tools();
        const auto disturbed = worker({with.database, with.videos, frames, with.doorbell,
                                       with.open_video, with.load_readers, with.engine});
        on_frame_ = [&](std::int64_t) { EXPECT_TRUE(evidence_is_whole(job_id)) << "call " << n; };
        EXPECT_TRUE(work_all(*disturbed));
        on_frame_ = {};
        EXPECT_TRUE(evidence_is_whole(job_id)) << "call " << n;
        EXPECT_EQ(outcome(job_id), outcome(whole)) << "call " << n;
        calls_of_a_job = n == 0 ? faulty.calls : calls_of_a_job;
    }
    EXPECT_GT(calls_of_a_job, 20);
}

TEST_F(WorkerTest, ADecoderThatDiesCostsAnotherTryAndNothingElse) {
    const std::string whole = accept();
    EXPECT_TRUE(work_all(*worker()));
    for (const ErrorCode code : {ErrorCode::decoder_crashed, ErrorCode::decoder_out_of_memory,
                                 ErrorCode::decoder_timeout}) {
        video_.error = code;
        video_.error_at = 45;
        const std::string job_id = accept();
        EXPECT_TRUE(work_all(*worker()));
        EXPECT_FALSE(video_.error_at) << "the fault was not met";
        EXPECT_EQ(outcome(job_id), outcome(whole));
    }
}

TEST_F(WorkerTest, StopsPromptlyAndWritesNothingMoreWhenTheJobIsCancelled) {
    settings_.heartbeat = 5ms;
    const std::string job_id = accept();
    int frames_after = 0;
    on_frame_ = [&](std::int64_t number) {
        if (number == 40) {
            const auto other = database_->connect().value();
            EXPECT_TRUE(store::JobStore(*other).cancel(job_id).has_value());
        }
        if (number >= 40) {
            ++frames_after;
            std::this_thread::sleep_for(200ms);
        }
    };
    EXPECT_TRUE(worker()->work_once({}).value());
    EXPECT_EQ(job(job_id).status, JobStatus::cancelled);
    EXPECT_LE(frames_after, 4);  // until the heartbeat says so; its chunk would have had nine more
    for (const auto& row : detections(job_id)) {
        EXPECT_LT(row.detection.frame_number, 40);
    }
}

TEST_F(WorkerTest, DropsItsWorkWhenAnotherWorkerHasTheSegment) {
    settings_.heartbeat = 5ms;
    const std::string job_id = accept();
    std::optional<store::Claim> others;
    on_frame_ = [&](std::int64_t number) {
        if (number == 40) {
            const auto other = database_->connect().value();
            EXPECT_EQ(store::abandon_claims(*other, "worker").value(), 1);
            others = store::SegmentStore(*other).claim("other").value();
            std::this_thread::sleep_for(200ms);
        }
    };
    EXPECT_TRUE(worker()->work_once({}).value());
    ASSERT_TRUE(others);
    EXPECT_TRUE(store::SegmentStore(*connection_).renew(*others, 1).has_value());
    EXPECT_EQ(job(job_id).status, JobStatus::processing);
}

TEST_F(WorkerTest, KeepsItsLeaseWhileOneFrameTakesLongerThanIt) {
    settings_.heartbeat = 20ms;
    settings_.lease.lease = 200ms;
    video_.frames = 50;
    const std::string job_id = accept();
    on_frame_ = [&](std::int64_t number) {
        if (number == 0) {
            std::this_thread::sleep_for(600ms);
            const auto other = database_->connect().value();
            EXPECT_FALSE(store::SegmentStore(*other).claim("other").value().has_value());
        }
    };
    EXPECT_TRUE(worker()->work_once({}).value());
    EXPECT_EQ(job(job_id).processed_frames, 10);
}

TEST_F(WorkerTest, BeginsASegmentAgainThatAnotherEngineBegan) {
    const std::string whole = accept();
    EXPECT_TRUE(work_all(*worker()));
    const std::string job_id = accept();
    std::stop_source stop;
    on_frame_ = [&](std::int64_t number) {
        if (number == 20) {
            stop.request_stop();
        }
    };
    Tools older = tools();
    older.engine = "engine 0";
    EXPECT_TRUE(worker(older)->work_once(stop.get_token()).value());
    EXPECT_FALSE(detections(job_id).empty());
    std::vector<std::int64_t> read;
    on_frame_ = [&](std::int64_t number) { read.push_back(number); };
    EXPECT_TRUE(work_all(*worker()));
    EXPECT_EQ(read.front(), 0);
    EXPECT_EQ(outcome(job_id), outcome(whole));
}

TEST_F(WorkerTest, CompletesASegmentWhoseChunksAreAllThereWithoutReadingIt) {
    video_.undecodable = {95};
    const std::string whole = accept();
    EXPECT_TRUE(work_all(*worker()));
    const std::string job_id = accept();
    // The worker dies after its last chunk: it is fenced out before it can complete.
    settings_.heartbeat = 1h;
    on_frame_ = [&](std::int64_t number) {
        if (number == 90) {
            connection_->run(
                {"die",
                 "create trigger die after update of next_chunk on job_segments"
                 " when new.next_chunk = new.chunks and new.segment = 1 begin"
                 " update job_segments set claim_token = 'dead' where rowid = new.rowid;"
                 " end"},
                {});
        }
    };
    const auto dying = worker();
    EXPECT_TRUE(dying->work_once({}).value());
    EXPECT_TRUE(dying->work_once({}).value());
    connection_->run({"live", "drop trigger die"}, {});
    EXPECT_EQ(job(job_id).status, JobStatus::processing);
    EXPECT_EQ(store::abandon_all_claims(*connection_).value(), 1);
    const int opened = opened_;
    EXPECT_TRUE(work_all(*worker()));
    EXPECT_EQ(opened_, opened);
    EXPECT_EQ(outcome(job_id), outcome(whole));
    EXPECT_FALSE(job(job_id).warnings.empty());
}

}  // namespace
}  // namespace mobilscan::worker
