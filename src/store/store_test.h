// What the tests of store/ share: the engines that they run over, and the steps of a worker's day.
//
// Every promise of the store is written once, in store_*_test.cpp, against whatever engine the
// factory opens; another engine is another row of engines().
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/database.h"
#include "store/invariants.h"
#include "store/job_store.h"
#include "store/postgres.h"
#include "store/segment_store.h"

namespace mobilscan::store {

// A schema of that name, made anew, in the database for tests.
inline Result<std::unique_ptr<Database>> open_postgres_schema(std::string name) {
    const std::string url = std::getenv("MOBILSCAN_TEST_POSTGRES");
    std::replace(name.begin(), name.end(), '-', '_');
    const ClockOffset no_offset{0};
    const auto made = sql::attempt([&] {
        const auto connection = open_postgres(url, no_offset);
        connection->run({"extension", "create extension if not exists pg_trgm schema public"}, {});
        connection->run({"make_schema", "create schema " + name}, {});
    });
    if (!made) {
        return failure(made.error());
    }
    return open_postgres_database(url + "?options=-csearch_path%3D" + name + "%2Cpublic");
}

struct Engine {
    std::string_view name;
    // A database of its own with empty tables; the folder is the test's and empty.
    Result<std::unique_ptr<Database>> (*open)(const std::filesystem::path& folder);

    friend void PrintTo(const Engine& engine, std::ostream* out) { *out << engine.name; }
};

// PostgreSQL is among them where MOBILSCAN_TEST_POSTGRES is the URL of a database for tests, in
// which each test makes a schema of its own.
inline std::vector<Engine> engines() {
    std::vector<Engine> engines{{"sqlite", [](const std::filesystem::path& folder) {
                                     return open_sqlite_database((folder / "test.db").string());
                                 }}};
    if (std::getenv("MOBILSCAN_TEST_POSTGRES") != nullptr) {
        engines.push_back({"postgresql", [](const std::filesystem::path& folder) {
                               return open_postgres_schema(folder.filename().string());
                           }});
    }
    return engines;
}

inline std::string engine_name(const testing::TestParamInfo<Engine>& info) {
    return std::string(info.param.name);
}

inline DetectionRow text_row(std::int64_t frame, std::string text, float confidence = 0.9F) {
    DetectionRow row;
    row.detection.frame_number = frame;
    row.detection.timestamp_us = frame * 33'333;
    row.detection.text = std::move(text);
    row.detection.confidence = confidence;
    row.detection.quad = {{{10.25F, 20}, {110, 20}, {110, 50.5F}, {10, 50}}};
    row.characters = R"([["A",0.9]])";
    row.frame_path = "frame.jpg";
    return row;
}

inline Chunk chunk_of(std::int64_t number, std::vector<DetectionRow> rows) {
    return {.number = number,
            .samples = 10,
            .engine = "engine",
            .detections = std::move(rows),
            .warnings = ""};
}

inline std::vector<SegmentPlan> plan_of(int segments, std::int64_t chunks) {
    std::vector<SegmentPlan> plan;
    for (std::int64_t i = 0; i < segments; ++i) {
        plan.push_back({.first_frame = i * 1000,
                        .end_frame = (i + 1) * 1000,
                        .first_pts_us = i * 60'000'000,
                        .last_pts_us = (i + 1) * 60'000'000 - 1,
                        .samples = chunks * 10,
                        .chunks = chunks});
    }
    return plan;
}

class StoreTest : public testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        std::string name = testing::TempDir() + "store-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
        auto opened = GetParam().open(folder_);
        ASSERT_TRUE(opened.has_value()) << opened.error().message;
        database_ = *std::move(opened);
        connection_ = connect();
    }
    void TearDown() override {
        if (connection_) {
            const auto found = violations(*connection_);
            ASSERT_TRUE(found.has_value()) << found.error().message;
            for (const Violation& violation : *found) {
                ADD_FAILURE() << violation.invariant->name << ": " << violation.subject();
            }
        }
        connection_.reset();
        database_.reset();
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] std::unique_ptr<sql::Connection> connect() {
        auto connection = database_->connect();
        EXPECT_TRUE(connection.has_value());
        return *std::move(connection);
    }
    [[nodiscard]] JobStore jobs() { return JobStore(*connection_); }
    [[nodiscard]] SegmentStore segments() { return SegmentStore(*connection_); }

    std::string accept(const std::string& name = "clip.mp4") {
        NewJob job;
        job.job_id = "job-" + std::to_string(++accepted_);
        job.video_name = name;
        job.video_path = "/videos/" + job.job_id + ".mp4";
        const auto accepted = jobs().accept(job);
        EXPECT_TRUE(accepted.has_value()) << accepted.error().message;
        return job.job_id;
    }
    [[nodiscard]] Claim claim() {
        const auto claimed = segments().claim("worker");
        EXPECT_TRUE(claimed.has_value() && claimed->has_value());
        return claimed.value().value_or(Claim{});
    }
    // Accepts a job and claims its first segment, planned.
    [[nodiscard]] Claim planned(int segment_count, std::int64_t chunks) {
        accept();
        const auto saved = segments().save_plan(claim(), plan_of(segment_count, chunks));
        EXPECT_TRUE(saved.has_value()) << saved.error().message;
        return saved.value();
    }
    // Reads what is missing of a claimed segment and completes it. Returns whether it was the last,
    // so that the items are due.
    bool work(const Claim& claim) {
        for (std::int64_t n = claim.next_chunk; n < claim.plan->chunks; ++n) {
            const auto done =
                segments().commit_chunk(claim, chunk_of(n, {text_row(n * 10, "SN 1")}));
            EXPECT_TRUE(done.has_value()) << done.error().message;
            if (!done) {
                return false;
            }
        }
        const auto items = segments().complete(claim);
        EXPECT_TRUE(items.has_value()) << items.error().message;
        if (!items || !*items) {
            return false;
        }
        EXPECT_TRUE(segments().give_back(**items).has_value());
        return true;
    }
    void advance(std::chrono::microseconds time) {
        offset_ += time;
        database_->set_clock_offset(offset_);
    }
    [[nodiscard]] Job job(const std::string& job_id) { return jobs().find(job_id).value(); }

    std::filesystem::path folder_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<sql::Connection> connection_;
    std::chrono::microseconds offset_{0};
    int accepted_ = 0;
};

}  // namespace mobilscan::store
