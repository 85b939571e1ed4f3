// What the tests of worker/ share: a database and folders of their own, made-up videos whose frames
// carry their number in their pixels, and a reader that reads it.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scan/lines_reader_test.h"
#include "store/detection_store.h"
#include "store/item_store.h"
#include "store/job_store.h"
#include "store/reconciler.h"
#include "store/unread_store.h"
#include "worker/worker.h"

namespace mobilscan::worker {

// A video of one frame a second, a key frame every ten, in which frame n shows the text "N<n>".
struct MadeUpVideo {
    std::int64_t frames = 100;
    std::set<std::int64_t> undecodable;     // they never come
    std::optional<core::Error> open_error;  // instead of a survey
    std::optional<std::int64_t> error_at;   // instead of this frame, once
    core::ErrorCode error = core::ErrorCode::decoder_crashed;
    media::EndReport report;
};

class MadeUpReading final : public VideoReading {
public:
    explicit MadeUpReading(MadeUpVideo& video) : video_(video) {
        for (std::int64_t n = 0; n < video.frames; ++n) {
            survey_.packets.push_back({n * 1'000'000, 100, n % 10 == 0});
        }
        survey_.duration_us = video.frames * 1'000'000;
    }
    [[nodiscard]] const core::Survey& survey() const override { return survey_; }
    void begin(media::FrameRequest request) override { request_ = std::move(request); }
    [[nodiscard]] Result<std::optional<image::Frame>> next() override {
        while (next_ < request_.samples.size()) {
            const core::Sample sample = request_.samples[next_++];
            if (video_.error_at == sample.number) {
                video_.error_at.reset();
                return failure(video_.error, "made up");
            }
            if (!video_.undecodable.contains(sample.number)) {
                any_ = true;
                image::Image picture(96, 64, 3);
                picture.data()[0] = static_cast<std::uint8_t>(sample.number % 256);
                picture.data()[1] = static_cast<std::uint8_t>(sample.number / 256);
                return image::Frame{sample.number, sample.pts_us, std::move(picture)};
            }
        }
        if (!any_) {
            return failure(core::ErrorCode::corrupt_media, "nothing can be decoded");
        }
        return std::nullopt;
    }
    [[nodiscard]] media::EndReport report() const override {
        media::EndReport report = video_.report;
        report.duration_us = survey_.duration_us;
        return report;
    }

private:
    MadeUpVideo& video_;
    core::Survey survey_;
    media::FrameRequest request_;
    std::size_t next_ = 0;
    bool any_ = false;
};

class MadeUpReader final : public scan::LinesReader {
public:
    using OnFrame = std::function<void(std::int64_t number)>;
    MadeUpReader(const OnFrame& on_frame, const std::vector<ocr::TextLine>& everywhere)
        : on_frame_(on_frame), everywhere_(everywhere) {}

    Result<ocr::FoundText> find(image::ImageView picture) override {
        if (on_frame_) {
            on_frame_(number_of(picture));
        }
        return LinesReader::find(picture);
    }

private:
    static std::int64_t number_of(image::ImageView picture) {
        return picture.data[0] + 256 * picture.data[1];
    }

    Result<std::vector<ocr::TextLine>> lines(image::ImageView picture) override {
        const std::int64_t number = number_of(picture);
        if (!everywhere_.empty()) {
            return everywhere_;
        }
        if (number % 3 == 2) {
            return std::vector<ocr::TextLine>{};
        }
        // Each label is seen in several samples, so that items join rows of several chunks.
        const std::string text = "LABEL " + std::to_string(100 + number / 20);
        ocr::TextLine line{text,
                           0.99F + 0.0001F * float(number % 10),
                           {{{10, 10}, {60, 10}, {60, 25.5F}, {10, 25}}},
                           {}};
        for (const char character : text) {
            line.characters.push_back({{character}, 0.99F, {}, 0, 1});
        }
        return std::vector<ocr::TextLine>{std::move(line)};
    }

    const OnFrame& on_frame_;
    const std::vector<ocr::TextLine>& everywhere_;
};

class SilentBell final : public queue::Doorbell {
public:
    void ring(int /*listeners*/) noexcept override { ++rings; }
    [[nodiscard]] queue::State state() override { return {"silent", "", std::nullopt}; }
    [[nodiscard]] Result<std::unique_ptr<queue::Listener>> listen() override {
        class Deaf final : public queue::Listener {
            queue::Heard wait(std::chrono::milliseconds, const std::stop_token&) override {
                return {};
            }
        };
        return std::make_unique<Deaf>();
    }
    int rings = 0;
};

class WorkerTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = testing::TempDir() + "worker-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = std::filesystem::canonical(name);
        auto database = store::open_sqlite_database((folder_ / "test.db").string());
        ASSERT_TRUE(database.has_value());
        database_ = *std::move(database);
        connection_ = database_->connect().value();
        videos_.emplace(blobs::BlobFolder::open(folder_ / "videos").value());
        frames_.emplace(blobs::BlobFolder::open(folder_ / "frames").value());
    }
    void TearDown() override {
        connection_.reset();
        database_.reset();
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] Tools tools() {
        return {*database_,
                *videos_,
                *frames_,
                bell_,
                [this](const core::Descriptor&) -> Result<std::unique_ptr<VideoReading>> {
                    ++opened_;
                    if (video_.open_error) {
                        return failure(*video_.open_error);
                    }
                    return std::make_unique<MadeUpReading>(video_);
                },
                [this](core::Profile profile) -> Result<ocr::TextReaders> {
                    loaded_.push_back(profile);
                    if (load_error_) {
                        return failure(*load_error_);
                    }
                    ocr::TextReaders readers;
                    readers.push_back(std::make_unique<MadeUpReader>(on_frame_, everywhere_));
                    return readers;
                },
                "engine 1"};
    }
    [[nodiscard]] std::unique_ptr<Worker> worker() { return worker(tools()); }
    [[nodiscard]] std::unique_ptr<Worker> worker(Tools with) {
        auto made = Worker::create(std::move(with), settings_);
        EXPECT_TRUE(made.has_value());
        return *std::move(made);
    }
    std::string accept(const std::string& settings = "every=5 profile=fast barcodes=off",
                       const std::string& bytes = "video") {
        const std::string job_id = "job-" + std::to_string(++accepted_);
        const std::string name = job_id + ".mp4";
        auto writer = videos_->create(name).value();
        EXPECT_TRUE(writer->write(std::as_bytes(std::span(bytes))).has_value());
        EXPECT_TRUE(writer->finish().has_value());
        store::NewJob job;
        job.job_id = job_id;
        job.video_name = "clip.mp4";
        job.video_path = videos_->path_of(name);
        job.settings = settings;
        EXPECT_TRUE(jobs().accept(job).has_value());
        return job_id;
    }
    // Works until nothing is due, also after the delays of retries. False when that never comes.
    bool work_all(Worker& worker) {
        for (int turn = 0; turn < 100; ++turn) {
            const auto worked = worker.work_once({});
            EXPECT_TRUE(worked.has_value()) << worked.error().message;
            if (!worked || (!*worked && turn > 0 && !anything_open())) {
                return worked.has_value();
            }
            advance(std::chrono::hours{1});
        }
        return false;
    }
    [[nodiscard]] bool anything_open() {
        const auto counts = jobs().counts().value();
        return counts.pending + counts.processing > 0;
    }
    void advance(std::chrono::microseconds time) {
        offset_ += time;
        database_->set_clock_offset(offset_);
    }

    [[nodiscard]] store::JobStore jobs() { return store::JobStore(*connection_); }
    [[nodiscard]] store::Job job(const std::string& job_id) { return jobs().find(job_id).value(); }
    [[nodiscard]] std::vector<store::StoredDetection> detections(const std::string& job_id) {
        return store::DetectionStore(*connection_)
            .page({.job_id = job_id, .after = {}})
            .value()
            .detections;
    }
    [[nodiscard]] std::vector<store::StoredItem> items(const std::string& job_id) {
        return store::ItemStore(*connection_).list({.job_id = job_id}).value();
    }
    [[nodiscard]] std::vector<core::Unread> unread(const std::string& job_id) {
        return store::UnreadStore(*connection_).list(job_id).value();
    }
    // Everything that a job came to, without its id.
    [[nodiscard]] std::string outcome(const std::string& job_id) {
        const store::Job row = job(job_id);
        std::string text = std::string(core::name(row.status)) + " " +
                           std::to_string(row.total_frames) + " " +
                           std::to_string(row.processed_frames);
        for (const std::string& warning : row.warnings) {
            text += "\n" + warning;
        }
        for (const auto& found : detections(job_id)) {
            text += "\n" + found.detection.text + " " + std::to_string(found.key->segment) + "." +
                    std::to_string(found.key->chunk) + "." + std::to_string(found.key->ordinal) +
                    (found.source == store::Source::carried ? "~" : "") + " " +
                    std::to_string(found.detection.frame_number) + " " +
                    std::to_string(found.detection.confidence) + found.characters;
        }
        for (const core::Unread& each : unread(job_id)) {
            text += "\n" + std::string(core::name(each.reason)) + " " +
                    std::to_string(each.frame_number);
        }
        for (const auto& item : items(job_id)) {
            text += "\n" + item.item.text + " x" + std::to_string(item.item.sightings) + " best " +
                    std::to_string(item.item.best.frame_number);
        }
        return text;
    }
    // Every row of the job has its file.
    [[nodiscard]] bool evidence_is_whole(const std::string& job_id) {
        for (const auto& found : detections(job_id)) {
            if (!frames_->read_foreign(found.frame_path)) {
                return false;
            }
        }
        return true;
    }

    std::filesystem::path folder_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<store::sql::Connection> connection_;
    std::optional<blobs::BlobFolder> videos_;
    std::optional<blobs::BlobFolder> frames_;
    SilentBell bell_;
    WorkerSettings settings_{.name = "worker", .lease = {}};
    MadeUpVideo video_;
    std::function<void(std::int64_t)> on_frame_;
    std::optional<core::Error> load_error_;
    std::vector<core::Profile> loaded_;
    std::vector<ocr::TextLine> everywhere_;  // the lines of each frame, instead of the labels
    int opened_ = 0;
    int accepted_ = 0;
    std::chrono::microseconds offset_{0};
};

}  // namespace mobilscan::worker
