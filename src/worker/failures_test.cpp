// Proves: what cannot be read ends its job with the reason, what is damaged says so, and a machine
// that is not in order never costs a job.
#include <thread>

#include "blobs/names.h"
#include "worker/worker_test.h"

namespace mobilscan::worker {
namespace {

using core::ErrorCode;
using core::JobStatus;

class WorkerFailures : public WorkerTest {
protected:
    void expect_failed(const std::string& job_id, ErrorCode code, const std::string& words) {
        EXPECT_TRUE(work_all(*worker()));
        const store::Job failed = job(job_id);
        EXPECT_EQ(failed.status, JobStatus::failed);
        EXPECT_EQ(failed.error_code, std::string(core::info(code).name));
        EXPECT_NE(failed.error_message.value_or("").find(words), std::string::npos)
            << failed.error_message.value_or("");
    }
    // A job as a program written for the original inserts it.
    void insert(const std::string& job_id, const std::string& video_path) {
        connection_->run({"foreign",
                          "insert into video_jobs (job_id, video_name, video_path)"
                          " values ($1, 'clip.mp4', $2)"},
                         {job_id, video_path});
        EXPECT_EQ(store::adopt_foreign_jobs(*connection_, "every=5").value(), 1);
    }
};

TEST_F(WorkerFailures, AJobWhoseVideoIsGoneFailsAtOnce) {
    const std::string job_id = accept();
    EXPECT_TRUE(videos_->remove(job_id + ".mp4").has_value());
    expect_failed(job_id, ErrorCode::file_not_found, "the video file is not there");
}

TEST_F(WorkerFailures, AJobWhoseVideoIsEmptyFails) {
    expect_failed(accept("", ""), ErrorCode::corrupt_media, "empty");
}

TEST_F(WorkerFailures, AJobWhoseVideoLiesOutsideFails) {
    insert("foreign", "/etc/passwd");
    expect_failed("foreign", ErrorCode::path_outside, "outside of the folder of videos");
    insert("foreign-2", "../test.db");
    expect_failed("foreign-2", ErrorCode::path_outside, "outside of the folder of videos");
}

TEST_F(WorkerFailures, AJobWhoseIdIsNoNameFailsAndTouchesNoFile) {
    insert("../job", "clip.mp4");
    expect_failed("../job", ErrorCode::path_outside, "the job's id");
    insert("a/b", "clip.mp4");
    expect_failed("a/b", ErrorCode::path_outside, "the job's id");
    EXPECT_TRUE(frames_->list().value().empty());
}

TEST_F(WorkerFailures, AVideoThatTheDecoderRefusesFailsWithItsWords) {
    video_.open_error = core::Error{ErrorCode::unsupported_codec, "the codec prores is not read"};
    expect_failed(accept(), ErrorCode::unsupported_codec, "prores");
}

TEST_F(WorkerFailures, SettingsThatMeanNothingFail) {
    expect_failed(accept("every=0"), ErrorCode::usage, "every=0");
}

TEST_F(WorkerFailures, AnotherFileUnderTheSameNameIsNotMixedIn) {
    const std::string job_id = accept();
    std::stop_source stop;
    on_frame_ = [&](std::int64_t) { stop.request_stop(); };
    EXPECT_TRUE(worker()->work_once(stop.get_token()).value());
    on_frame_ = {};
    video_.frames = 90;
    expect_failed(job_id, ErrorCode::corrupt_media, "another");
}

TEST_F(WorkerFailures, FramesThatCannotBeDecodedAreSaidAndCostNoOthers) {
    video_.frames = 130;
    video_.undecodable = {15, 20, 25, 30};
    video_.report.damaged_frames = 2;
    const std::string job_id = accept();
    EXPECT_TRUE(work_all(*worker()));
    const store::Job done = job(job_id);
    EXPECT_EQ(done.status, JobStatus::completed);
    EXPECT_EQ(done.processed_frames, 22);
    EXPECT_EQ(done.total_frames, 22);
    EXPECT_EQ(done.warnings, (std::vector<std::string>{
                                 "the video is damaged; 4 frames of the plan could not be read",
                                 "decoding met 6 frames with errors; their text may be wrong"}));
}

TEST_F(WorkerFailures, ASegmentThatCannotBeDecodedAtAllIsSaidAndCostsNoOthers) {
    video_.frames = 130;
    for (std::int64_t n = 0; n < 60; ++n) {
        video_.undecodable.insert(n);
    }
    const std::string job_id = accept();
    EXPECT_TRUE(work_all(*worker()));
    EXPECT_EQ(job(job_id).status, JobStatus::completed);
    EXPECT_EQ(job(job_id).processed_frames, 14);
    EXPECT_EQ(
        job(job_id).warnings,
        std::vector<std::string>{"the video is damaged; 12 frames of the plan could not be read"});
}

TEST_F(WorkerFailures, AVideoOfWhichNothingCanBeDecodedFails) {
    for (std::int64_t n = 0; n < video_.frames; ++n) {
        video_.undecodable.insert(n);
    }
    expect_failed(accept(), ErrorCode::corrupt_media, "not one frame");
}

TEST_F(WorkerFailures, AnItemWhoseEvidenceIsGoneIsKeptWithoutAPicture) {
    video_.frames = 130;
    const std::string job_id = accept();
    EXPECT_TRUE(worker()->work_once({}).value());  // the first segment of three
    EXPECT_TRUE(frames_->remove(job_id).has_value());
    EXPECT_TRUE(work_all(*worker()));
    EXPECT_EQ(job(job_id).status, JobStatus::completed);
    EXPECT_EQ(items(job_id).size(), 7U);
    EXPECT_EQ(job(job_id).warnings,
              std::vector<std::string>{"the evidence of 3 items is gone: they have no picture"});
}

TEST_F(WorkerFailures, AMachineWithoutModelsEndsTheWorkerAndNotTheJob) {
    load_error_ = core::Error{ErrorCode::model_missing, "no model"};
    const std::string job_id = accept();
    const auto broken = worker();
    EXPECT_EQ(broken->prepare(core::Profile::balanced).error().code, ErrorCode::model_missing);
    EXPECT_EQ(broken->run({}).error().code, ErrorCode::model_missing);
    EXPECT_EQ(job(job_id).status, JobStatus::processing);
    load_error_.reset();
    EXPECT_TRUE(work_all(*worker()));
    EXPECT_EQ(job(job_id).status, JobStatus::completed);
}

TEST_F(WorkerFailures, AMachineWithoutADecoderEndsTheWorkerAndTheJobWaits) {
    video_.open_error = core::Error{ErrorCode::decoder_unavailable, "no decoder"};
    const std::string job_id = accept();
    EXPECT_EQ(worker()->run({}).error().code, ErrorCode::decoder_unavailable);
    EXPECT_EQ(job(job_id).status, JobStatus::processing);
    video_.open_error.reset();
    EXPECT_TRUE(work_all(*worker()));
    EXPECT_EQ(job(job_id).status, JobStatus::completed);
}

TEST_F(WorkerFailures, ADatabaseThatRefusesOneJobCostsThatJobOnly) {
    const std::string job_id = accept();
    connection_->run({"refuse",
                      "create trigger refuse before insert on detections begin"
                      " select raise(abort, 'no'); end"},
                     {});
    expect_failed(job_id, ErrorCode::store_failed, "");
    connection_->run({"allow", "drop trigger refuse"}, {});
    const std::string other = accept();
    EXPECT_TRUE(work_all(*worker()));
    EXPECT_EQ(job(other).status, JobStatus::completed);
}

TEST_F(WorkerFailures, OneReaderIsKeptAndAnotherProfileReplacesIt) {
    using core::Profile;
    for (const char* profile : {"fast", "fast", "accurate", "fast"}) {
        accept(std::string("every=50 profile=") + profile);
    }
    EXPECT_TRUE(work_all(*worker()));
    EXPECT_EQ(loaded_, (std::vector<Profile>{Profile::fast, Profile::accurate, Profile::fast}));
}

TEST_F(WorkerFailures, AWorkerThatIsToldToStopTakesNothing) {
    accept();
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(worker()->run(stop.get_token()).has_value());
    EXPECT_EQ(opened_, 0);
}

}  // namespace
}  // namespace mobilscan::worker
