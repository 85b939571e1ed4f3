// Whatever interrupts the store, the rows stay true: a commit that nobody can be sure of, the power
// going in mid-job, workers that die at any moment, in any order.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <random>

#include "store/detection_store.h"
#include "store/reconciler.h"
#include "store/store_test.h"

namespace mobilscan::store {
namespace {

using core::ErrorCode;
using core::JobStatus;

// Says "unknown" at the first commit, which took effect or did not.
class UnsureConnection final : public sql::Connection {
public:
    UnsureConnection(sql::Connection& inner, bool takes_effect)
        : inner_(inner), takes_effect_(takes_effect) {}

    using Connection::run;
    std::int64_t run(const sql::Statement& statement, std::span<const sql::Value> values,
                     const sql::OnRow& on_row) override {
        return inner_.run(statement, values, on_row);
    }
    void begin() override { inner_.begin(); }
    void commit() override {
        if (std::exchange(sure_, true)) {
            inner_.commit();
            return;
        }
        if (takes_effect_) {
            inner_.commit();
        } else {
            inner_.rollback();
        }
        throw sql::Failed{{ErrorCode::store_unavailable, "unknown"}, true};
    }
    void rollback() noexcept override { inner_.rollback(); }
    [[nodiscard]] const sql::Dialect& dialect() const noexcept override { return inner_.dialect(); }

private:
    sql::Connection& inner_;
    bool takes_effect_;
    bool sure_ = false;
};

class Durability : public StoreTest {};

INSTANTIATE_TEST_SUITE_P(Engines, Durability, testing::ValuesIn(engines()), engine_name);

TEST_P(Durability, EveryStepIsDoneOnceThoughItsCommitWasUnknown) {
    for (const bool takes_effect : {true, false}) {
        const auto unsure = [&](auto&& step) {
            UnsureConnection connection(*connection_, takes_effect);
            const auto result = step(connection);
            EXPECT_TRUE(result.has_value()) << result.error().message;
            return result;
        };
        const std::string job_id = takes_effect ? "yes" : "no";
        const NewJob job{.job_id = job_id,
                         .video_name = "a",
                         .video_path = "/a",
                         .sha256 = {},
                         .settings = {},
                         .traceparent = {},
                         .idempotency_key = {},
                         .fingerprint = {}};
        unsure([&](auto& c) { return JobStore(c).accept(job); });
        auto held = unsure([&](auto& c) { return SegmentStore(c).claim("w"); }).value().value();
        unsure([&](auto& c) { return SegmentStore(c).give_back(held); });
        held = segments().claim("w").value().value();
        held =
            unsure([&](auto& c) { return SegmentStore(c).save_plan(held, plan_of(2, 1)); }).value();
        const Chunk chunk = chunk_of(0, {text_row(0, "A")});
        unsure([&](auto& c) { return SegmentStore(c).commit_chunk(held, chunk); });
        held = unsure([&](auto& c) { return SegmentStore(c).restart(held); }).value();
        unsure([&](auto& c) { return SegmentStore(c).commit_chunk(held, chunk); });
        EXPECT_FALSE(unsure([&](auto& c) { return SegmentStore(c).complete(held); }).value());
        held = segments().claim("w").value().value();
        const core::Error error{ErrorCode::decoder_crashed, "x"};
        EXPECT_FALSE(unsure([&](auto& c) { return SegmentStore(c).fail(held, error); }).value());
        held = segments().claim("w").value().value();
        EXPECT_EQ(held.attempts, 1);
        EXPECT_TRUE(work(held));
        held = segments().claim("w").value().value();
        unsure([&](auto& c) { return SegmentStore(c).complete_items(held, {}, {}); });
        EXPECT_EQ(jobs().find(job_id)->status, JobStatus::completed);
        EXPECT_EQ(jobs().find(job_id)->detections_count, 2);
    }
}

TEST_P(Durability, SaysNothingOfTheValuesInAnError) {
    accept();
    const auto result = sql::attempt([&] {
        return connection_->run({"twice",
                                 "insert into video_jobs (job_id, video_name, video_path)"
                                 " values ($1, $2, $2)"},
                                {"job-1", "confidential"});
    });
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, ErrorCode::store_failed);
    EXPECT_EQ(result.error().message.find("confidential"), std::string::npos);
    EXPECT_EQ(result.error().message.find("job-1"), std::string::npos);
    EXPECT_NE(result.error().message.find("twice"), std::string::npos);
}

TEST_P(Durability, GoesOnFromACopyOfItsFilesTakenInMidJob) {
    if (GetParam().name != "sqlite") {
        GTEST_SKIP() << "its files are not ours to copy";
    }
    const Claim held = planned(1, 3);
    ASSERT_TRUE(segments().commit_chunk(held, chunk_of(0, {text_row(0, "A")})).has_value());
    connection_->begin();  // the power goes between a write and its commit
    connection_->run({"half", "delete from detections"}, {});
    const auto copy = folder_ / "copy";
    std::filesystem::create_directory(copy);
    for (const char* name : {"test.db", "test.db-wal"}) {
        std::filesystem::copy_file(folder_ / name, copy / name);
    }
    connection_->rollback();

    auto reopened = open_sqlite_database((copy / "test.db").string());
    ASSERT_TRUE(reopened.has_value()) << reopened.error().message;
    (*reopened)->set_clock_offset(limits::lease_seconds + std::chrono::seconds{1});
    auto connection = (*reopened)->connect().value();
    EXPECT_TRUE(violations(*connection)->empty());
    const auto again = SegmentStore(*connection).claim("after").value();
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->next_chunk, 1);
    EXPECT_EQ(DetectionStore(*connection).of_segment(held.job_id, 0, {}, 10)->size(), 1U);
}

TEST_P(Durability, HandsOutAConnectionAgainWithoutWhatWasLeftOpen) {
    ConnectionPool pool(*database_);
    const sql::Connection* first = nullptr;
    {
        const auto borrowed = pool.borrow();
        ASSERT_TRUE(borrowed.has_value());
        first = borrowed->get();
        (*borrowed)->begin();
    }
    const auto again = pool.borrow();
    EXPECT_EQ(again->get(), first);
    const auto other = pool.borrow();
    EXPECT_NE(other->get(), first);
    accept();  // nobody holds the lock of writers any more
}

// Workers that claim, commit, stall, die, report errors and stop in any order, while users cancel
// and try again; beside it a model that only knows which chunks must be there.
class Torture {
public:
    Torture(sql::Connection& connection, std::function<void(std::chrono::seconds)> advance,
            unsigned seed)
        : connection_(connection), advance_(std::move(advance)), random_(seed) {}

    void accept(int count) {
        for (int i = 0; i < count; ++i) {
            const std::string job_id = "job-" + std::to_string(i);
            ASSERT_TRUE(JobStore(connection_)
                            .accept({.job_id = job_id,
                                     .video_name = "v",
                                     .video_path = "/v",
                                     .sha256 = {},
                                     .settings = {},
                                     .traceparent = {},
                                     .idempotency_key = {},
                                     .fingerprint = {}})
                            .has_value());
            jobs_.push_back(job_id);
        }
    }

    void step() {
        switch (pick(16)) {
            case 0:
                advance_(std::chrono::seconds{pick(60)});
                break;
            case 1:
                ASSERT_TRUE(return_expired_leases(connection_, 3).has_value());
                break;
            case 2:
                cancel_or_retry();
                break;
            case 3:
            case 4:
                take();
                break;
            default:
                if (!held_.empty()) {
                    go_on(held_[pick(static_cast<unsigned>(held_.size()))]);
                }
        }
    }

    // Writes that were refused because the claim was no longer the worker's.
    [[nodiscard]] int fenced() const { return fenced_; }

    // Lets everything end without further accidents.
    void finish() {
        for (const std::string& job_id : jobs_) {
            static_cast<void>(JobStore(connection_).retry(job_id));
        }
        for (int idle = 0; idle < 20; ++idle) {
            advance_(limits::retry_delay_max_seconds);
            ASSERT_TRUE(return_expired_leases(connection_, 1000).has_value());
            for (const std::string& job_id : jobs_) {  // poisoned by the accidents before
                static_cast<void>(JobStore(connection_).retry(job_id));
            }
            while (auto claim = SegmentStore(connection_).claim("last").value()) {
                while (claim && work(*claim)) {
                }
            }
        }
    }

    void expect_all_rows() {
        for (const std::string& job_id : jobs_) {
            const Job job = JobStore(connection_).find(job_id).value();
            EXPECT_EQ(job.status, JobStatus::completed) << job_id;
            std::map<DetectionKey, std::string> found;
            const auto page = DetectionStore(connection_).page({.job_id = job_id, .after = {}});
            for (const StoredDetection& row : page->detections) {
                found[row.key.value()] = row.detection.text;
            }
            EXPECT_EQ(page->detections.size(), found.size());
            EXPECT_EQ(found, expected()) << job_id;
            EXPECT_EQ(job.detections_count, static_cast<std::int64_t>(found.size()));
        }
    }

private:
    static constexpr int segment_count = 2;
    static constexpr std::int64_t chunk_count = 3;

    unsigned pick(unsigned below) {
        return std::uniform_int_distribution<unsigned>(0, below - 1)(random_);
    }
    static Chunk chunk(std::int64_t segment, std::int64_t number) {
        const std::string text = std::to_string(segment) + "." + std::to_string(number);
        return chunk_of(number, {text_row(number, text), text_row(number, text + "b")});
    }
    static std::map<DetectionKey, std::string> expected() {
        std::map<DetectionKey, std::string> rows;
        for (std::int64_t segment = 0; segment < segment_count; ++segment) {
            for (std::int64_t number = 0; number < chunk_count; ++number) {
                std::int64_t ordinal = 0;
                for (const DetectionRow& row : chunk(segment, number).detections) {
                    rows[{segment, number, ordinal++}] = row.detection.text;
                }
            }
        }
        return rows;
    }

    void take() {
        const auto claim = SegmentStore(connection_).claim("worker");
        ASSERT_TRUE(claim.has_value()) << claim.error().message;
        if (*claim) {
            held_.push_back(**claim);
        }
    }

    // One step of honest work; false when the claim is over.
    bool work(Claim& claim) {
        SegmentStore store(connection_);
        if (claim.segment == items_segment) {
            static_cast<void>(store.complete_items(claim, {}, {}));
            return false;
        }
        if (!claim.plan) {
            auto saved = store.save_plan(claim, plan_of(segment_count, chunk_count));
            if (saved) {
                claim = *saved;
            }
            return saved.has_value();
        }
        if (claim.next_chunk < claim.plan->chunks) {
            const auto done = store.commit_chunk(claim, chunk(claim.segment, claim.next_chunk));
            claim.next_chunk += done ? 1 : 0;
            fenced_ += done ? 0 : 1;
            return done.has_value();
        }
        auto items = store.complete(claim);
        if (!items || !*items) {
            return false;
        }
        claim = **std::move(items);
        return true;
    }

    void go_on(Claim& claim) {
        SegmentStore store(connection_);
        switch (pick(30)) {
            case 0:  // a stale worker lives on with this copy and tries to write later
                held_.push_back(Claim(claim));
                break;
            case 1:
                static_cast<void>(store.give_back(claim));
                break;
            case 2:
                static_cast<void>(store.fail(claim, {ErrorCode::decoder_crashed, "x"}));
                break;
            case 3:
                static_cast<void>(store.renew(claim, pick(1000)));
                break;
            case 4:
                if (auto again = store.restart(claim)) {
                    claim = *again;
                }
                break;
            case 5:
                held_.clear();  // all workers are killed
                break;
            default:
                static_cast<void>(work(claim));
        }
    }

    void cancel_or_retry() {
        const std::string& job_id = jobs_[pick(static_cast<unsigned>(jobs_.size()))];
        if (pick(4) == 0) {
            static_cast<void>(JobStore(connection_).cancel(job_id));
        } else {
            static_cast<void>(JobStore(connection_).retry(job_id));
        }
    }

    sql::Connection& connection_;
    std::function<void(std::chrono::seconds)> advance_;
    std::mt19937 random_;
    std::vector<std::string> jobs_;
    std::vector<Claim> held_;
    int fenced_ = 0;
};

TEST_P(Durability, EndsEveryJobWithAllItsRowsOnceUnderAnyInterleaving) {
    const unsigned seed = std::random_device{}();
    std::printf("seed %u\n", seed);
    SCOPED_TRACE("seed " + std::to_string(seed));
    Torture torture(*connection_, [this](std::chrono::seconds time) { advance(time); }, seed);
    torture.accept(30);
    constexpr int steps = 4000;
    for (int i = 0; i < steps; ++i) {
        torture.step();
        if (i % 100 == 0) {
            const auto found = violations(*connection_);
            for (const Violation& violation : *found) {
                if (violation.invariant->name != "lease-is-young") {  // time jumps here
                    FAIL() << violation.invariant->name << ": " << violation.subject();
                }
            }
        }
    }
    EXPECT_GT(torture.fenced(), 20);  // else the accidents were too few to prove anything
    torture.finish();
    torture.expect_all_rows();
}

}  // namespace
}  // namespace mobilscan::store
