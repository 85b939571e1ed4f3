// Proves: each turn of upkeep does what it says once, and never deletes what a row, an undo or a
// writer at work still needs.
#include "worker/upkeep.h"

#include <atomic>
#include <fstream>
#include <thread>

#include "blobs/names.h"
#include "store/event_store.h"
#include "worker/message_upkeep.h"
#include "worker/orphans.h"
#include "worker/worker_test.h"

namespace mobilscan::worker {
namespace {

using core::JobStatus;
using namespace std::chrono_literals;
namespace files = std::filesystem;

class UpkeepTest : public WorkerTest {
protected:
    [[nodiscard]] files::path video_of(const std::string& job_id) const {
        return folder_ / "videos" / (job_id + ".mp4");
    }
    std::string completed() {
        video_.frames = 20;
        const std::string job_id = accept();
        EXPECT_TRUE(work_all(*worker()));
        EXPECT_EQ(job(job_id).status, JobStatus::completed);
        return job_id;
    }
    std::int64_t purge() { return purge_removed(*connection_, *videos_, *frames_).value(); }
    void write(const files::path& path) const {
        files::create_directories(path.parent_path());
        std::ofstream(path) << "bytes";
    }
    [[nodiscard]] Orphans orphans(std::chrono::seconds age) {
        return find_orphans(*connection_, *videos_, *frames_, age).value();
    }
};

TEST_F(UpkeepTest, RingsOnceForAJobThatNobodyWasToldOf) {
    accept();
    accept();
    EXPECT_EQ(announce_unpushed(*connection_, bell_).value(), 2);
    EXPECT_EQ(bell_.rings, 2);
    EXPECT_EQ(announce_unpushed(*connection_, bell_).value(), 0);
    EXPECT_EQ(bell_.rings, 2);
}

TEST_F(UpkeepTest, PurgesFilesAndRowsOfARemovedJobAfterItsTimeForUndo) {
    const std::string job_id = completed();
    const std::string other = completed();
    ASSERT_TRUE(jobs().remove(job_id).has_value());
    EXPECT_EQ(purge(), 0);
    EXPECT_TRUE(files::exists(video_of(job_id)));
    advance(limits::undo_seconds + 1s);
    EXPECT_EQ(purge(), 1);
    EXPECT_FALSE(files::exists(video_of(job_id)));
    EXPECT_FALSE(files::exists(folder_ / "frames" / job_id));
    EXPECT_TRUE(detections(job_id).empty());
    EXPECT_TRUE(files::exists(video_of(other)));
    EXPECT_TRUE(evidence_is_whole(other));
    EXPECT_EQ(purge(), 0);
}

TEST_F(UpkeepTest, LeavesAVideoThatAnotherJobNeedsAndFilesThatAreNotOurs) {
    const std::string job_id = completed();
    write(folder_ / "precious.mp4");
    for (const std::string& path :
         {video_of(job_id).string(), (folder_ / "precious.mp4").string()}) {
        store::NewJob copy;
        copy.job_id = path == video_of(job_id) ? "copy" : "../precious";
        copy.video_name = "copy.mp4";
        copy.video_path = path;
        ASSERT_TRUE(jobs().accept(copy).has_value());
        ASSERT_TRUE(jobs().remove(copy.job_id, 0s).has_value());
    }
    advance(1s);
    EXPECT_EQ(purge(), 2);
    EXPECT_TRUE(files::exists(video_of(job_id)));
    EXPECT_TRUE(files::exists(folder_ / "precious.mp4"));
}

TEST_F(UpkeepTest, RetiresOldVideosAndKeepsTheirResults) {
    const std::string job_id = completed();
    const auto retire = [&] { return retire_videos(*connection_, *videos_, 24h).value(); };
    EXPECT_EQ(retire(), 0);
    advance(24h);
    const std::string young = accept();
    EXPECT_EQ(retire(), 1);
    EXPECT_EQ(retire(), 0);
    EXPECT_FALSE(files::exists(video_of(job_id)));
    EXPECT_TRUE(files::exists(video_of(young)));
    EXPECT_TRUE(job(job_id).video_removed);
    EXPECT_TRUE(evidence_is_whole(job_id));
    EXPECT_FALSE(items(job_id).empty());
}

TEST_F(UpkeepTest, FindsFilesWithoutARowAndUnfinishedOnesOnceTheyAreOld) {
    const std::string job_id = completed();
    const std::string removed = completed();
    ASSERT_TRUE(jobs().remove(removed).has_value());  // can still be restored
    write(folder_ / "videos" / "lost.mp4");
    write(folder_ / "videos" / "upload.mp4.1234.part");
    write(folder_ / "videos" / ".keep");
    write(folder_ / "frames" / "lost-job" / "frame_000000.jpg");
    write(folder_ / "frames" / job_id / "frame_000000.jpg.1234.part");
    EXPECT_EQ(orphans(24h).count(), 0U);
    const Orphans found = orphans(-1s);
    EXPECT_EQ(found.videos, (std::vector<std::string>{"lost.mp4", "upload.mp4.1234.part"}));
    EXPECT_EQ(found.frames,
              (std::vector<std::string>{job_id + "/frame_000000.jpg.1234.part", "lost-job"}));
    EXPECT_EQ(remove_orphans(found, *videos_, *frames_).value(), 4);
    EXPECT_EQ(orphans(-1s).count(), 0U);
    EXPECT_TRUE(files::exists(folder_ / "videos" / ".keep"));
    EXPECT_TRUE(files::exists(video_of(job_id)));
    EXPECT_TRUE(files::exists(video_of(removed)));
    EXPECT_TRUE(evidence_is_whole(job_id));
}

TEST_F(UpkeepTest, AVideoThatWasRetiredButNotDeletedIsFoundLater) {
    const std::string job_id = completed();
    ASSERT_TRUE(jobs().mark_video_removed(job_id).value());  // and then the power failed
    EXPECT_EQ(orphans(-1s).videos, std::vector<std::string>{job_id + ".mp4"});
}

TEST_F(UpkeepTest, ItsThreadMendsWhatStrangersAndDeadWorkersLeft) {
    connection_->run({"foreign",
                      "insert into video_jobs (job_id, video_name, video_path)"
                      " values ('foreign', 'clip.mp4', 'clip.mp4')"},
                     {});
    UpkeepSettings settings;
    settings.foreign_settings = "every=7";
    settings.turn = 5ms;
    settings.sweep = 0ms;
    settings.orphan_age = -1s;
    write(folder_ / "videos" / "lost.mp4");
    std::optional<store::Claim> claim;
    {
        const Upkeep upkeep(*database_, *videos_, *frames_, bell_, settings);
        const auto done = [&] {
            claim = claim ? claim : store::SegmentStore(*connection_).claim("w").value();
            return claim && !files::exists(folder_ / "videos" / "lost.mp4");
        };
        for (int i = 0; i < 2000 && !done(); ++i) {
            std::this_thread::sleep_for(5ms);
        }
    }
    EXPECT_FALSE(files::exists(folder_ / "videos" / "lost.mp4"));
    ASSERT_TRUE(claim);
    EXPECT_EQ(claim->job_id, "foreign");
    EXPECT_EQ(claim->settings, "every=7");
    EXPECT_GE(bell_.rings, 1);
}

// A server that is away, until it is told otherwise.
class AwayDatabase final : public store::Database {
public:
    explicit AwayDatabase(store::Database& database) : database_(database) {}
    Result<std::unique_ptr<store::sql::Connection>> connect() override {
        ++calls;
        if (!is_there) {
            return failure(core::ErrorCode::store_unavailable, "away");
        }
        return database_.connect();
    }
    std::span<const store::Migration> migrations() const noexcept override {
        return database_.migrations();
    }
    void set_clock_offset(std::chrono::microseconds /*offset*/) override {}

    std::atomic<int> calls = 0;
    std::atomic<bool> is_there = false;

private:
    store::Database& database_;
};

TEST_F(UpkeepTest, TouchesItsFileWhileTheDatabaseAnswers) {
    AwayDatabase away(*database_);
    const files::path alive = folder_ / "alive";
    UpkeepSettings settings;
    settings.turn = 5ms;
    settings.alive_file = alive.string();
    const Upkeep upkeep(away, *videos_, *frames_, bell_, settings);
    const auto comes = [](const auto& what) {
        for (int i = 0; i < 2000 && !what(); ++i) {
            std::this_thread::sleep_for(5ms);
        }
        return what();
    };
    ASSERT_TRUE(comes([&] { return away.calls > 3; }));
    EXPECT_FALSE(files::exists(alive));
    away.is_there = true;
    ASSERT_TRUE(comes([&] { return files::exists(alive); }));
    const auto old = files::file_time_type::clock::now() - 1h;
    files::last_write_time(alive, old);
    EXPECT_TRUE(comes([&] { return files::last_write_time(alive) > old + 30min; }));
    EXPECT_EQ(files::file_size(alive), 0U);
}

}  // namespace
}  // namespace mobilscan::worker
