// Programs of two versions work on one database while a service is upgraded: after an expand step
// of a newer one the older goes on as if nothing had happened, and after a contract step that takes
// away what it needs it says so and stops.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>

#include "store/detection_store.h"
#include "store/migrations.h"
#include "store/reconciler.h"
#include "store/store_test.h"

namespace mobilscan::store {
namespace {

using core::ErrorCode;
using core::JobStatus;

// What a next version might add: columns with and without a default to each table that programs
// write, an index, a table.
constexpr auto added = std::to_array<std::string_view>({
    "alter table video_jobs add column made_up text",
    "alter table job_segments add column made_up integer not null default 7",
    "alter table detections add column made_up varchar(20) not null default 'x'",
    "alter table items add column made_up bigint",
    "alter table events add column made_up integer not null default 0",
    "create index idx_made_up on detections (made_up, job_id)",
    "create table made_up (id bigint primary key, job_id varchar(100) not null)",
});
// And what it might take away later.
constexpr auto taken_away = std::to_array<std::string_view>({
    "alter table video_jobs drop column traceparent",
});

class Upgrade : public StoreTest {
protected:
    [[nodiscard]] std::span<const Migration> known() const { return database_->migrations(); }
    [[nodiscard]] std::int64_t version() const { return known().back().version; }

    // The steps of a program that is `steps` (1 or 2) versions newer.
    [[nodiscard]] std::vector<Migration> newer(int steps) const {
        std::vector<Migration> migrations(known().begin(), known().end());
        migrations.push_back({version() + 1, "made up", added});
        if (steps == 2) {
            migrations.push_back({version() + 2, "made up, gone", taken_away, version() + 1});
        }
        return migrations;
    }

    // A worker's day.
    void read_a_video() {
        const Claim first = planned(2, 2);
        ASSERT_TRUE(segments().renew(first, 1).has_value());
        ASSERT_FALSE(work(first));
        Claim second = claim();
        ASSERT_TRUE(segments().commit_chunk(second, chunk_of(0, {text_row(0, "A")})).has_value());
        const auto again = segments().restart(second);
        ASSERT_TRUE(again.has_value()) << again.error().message;
        ASSERT_TRUE(segments().give_back(*again).has_value());
        second = claim();
        ASSERT_TRUE(
            segments().fail(second, {ErrorCode::decoder_crashed, "it crashed"}).has_value());
        advance(limits::retry_delay_max_seconds);
        ASSERT_TRUE(work(claim()));
        complete_items();
        ASSERT_EQ(job(first.job_id).status, JobStatus::completed);
    }
    void complete_items() {
        StoredItem item;
        item.id = "item-" + std::to_string(accepted_);
        item.item.text = "A";
        item.sightings = {{0, 0, 0}};
        const auto done = segments().complete_items(claim(), std::vector{item}, {"a warning"});
        ASSERT_TRUE(done.has_value()) << done.error().message;
    }

    // What the API and upkeep do.
    void look_and_change() {
        ASSERT_TRUE(jobs().list({.status = {}, .name_part = "clip", .after = {}}).has_value());
        ASSERT_TRUE(jobs().counts().has_value());
        ASSERT_TRUE(jobs().days(30).has_value());
        const std::string shown = "job-" + std::to_string(accepted_);
        DetectionStore detections(*connection_);
        ASSERT_FALSE(detections.page({.job_id = shown, .after = {}, .with_items = true})
                         .value()
                         .detections.empty());
        ASSERT_FALSE(
            detections.search({.text = "sn 1", .job_id = shown}).value().detections.empty());
        ASSERT_EQ(ItemStore(*connection_).list({.job_id = shown, .text = {}}).value().size(), 1U);
        const std::string changed = accept();
        ASSERT_TRUE(jobs().cancel(changed).has_value());
        ASSERT_TRUE(jobs().retry(changed).has_value());
        ASSERT_TRUE(jobs().remove(changed).has_value());
        ASSERT_TRUE(jobs().restore(changed).has_value());
        ASSERT_TRUE(jobs().remove(changed).has_value());
        ASSERT_TRUE(return_expired_leases(*connection_, 10).has_value());
        ASSERT_TRUE(adopt_foreign_jobs(*connection_, "{}").has_value());
        advance(limits::undo_seconds + std::chrono::seconds{1});
        ASSERT_TRUE(jobs().purge(changed).value());
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Upgrade, testing::ValuesIn(engines()), engine_name);

TEST_P(Upgrade, AppliesEachStepOnceAndTellsTheState) {
    const SchemaState now = schema_state(*connection_, known()).value();
    EXPECT_EQ(now.version, version());
    EXPECT_EQ(now.known, version());
    EXPECT_EQ(now.oldest_compatible, 0);
    EXPECT_TRUE(now.pending.empty());

    const auto next = newer(2);
    const std::string n = std::to_string(version() + 1);
    const std::string m = std::to_string(version() + 2);
    const std::vector<std::string> pending{n + " made up", m + " made up, gone"};
    EXPECT_EQ(schema_state(*connection_, next).value().pending, pending);
    EXPECT_EQ(migrate(*connection_, next).value().pending, pending);
    EXPECT_TRUE(migrate(*connection_, next).value().pending.empty());
    EXPECT_EQ(schema_state(*connection_, known()).value().version, version() + 2);
}

TEST_P(Upgrade, AnOlderProgramGoesOnBesideAnExpandStep) {
    // In the middle of a segment, with every statement already prepared.
    read_a_video();
    look_and_change();
    const Claim held = planned(1, 2);
    ASSERT_TRUE(segments().commit_chunk(held, chunk_of(0, {text_row(0, "A")})).has_value());

    const auto newer_program = connect();
    ASSERT_TRUE(migrate(*newer_program, newer(1)).has_value());

    ASSERT_TRUE(segments().commit_chunk(held, chunk_of(1, {text_row(9, "SN 1")})).has_value());
    const auto items = segments().complete(held);
    ASSERT_TRUE(items.value().has_value());
    ASSERT_TRUE(segments().give_back(**items).has_value());
    complete_items();
    look_and_change();
    // The older program starts anew, as after a crash.
    connection_ = connect();
    const auto opened = migrate(*connection_, known());
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    EXPECT_EQ(opened->version, version() + 1);
    read_a_video();
    look_and_change();
}

TEST_P(Upgrade, AnOlderProgramGoesOnWhileAnExpandStepIsApplied) {
    std::atomic<int> videos = 0;
    std::atomic<bool> is_over = false;
    std::thread newer_program([&] {
        while (videos < 3) {
            std::this_thread::yield();
        }
        const auto connection = connect();
        const auto done = migrate(*connection, newer(1));
        EXPECT_TRUE(done.has_value()) << done.error().message;
        is_over = true;
    });
    while ((!is_over || videos < 6) && !HasFatalFailure()) {
        read_a_video();
        look_and_change();
        ++videos;
        // SQLite lets no writer in while another never rests.
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    videos = 3;
    newer_program.join();
}

TEST_P(Upgrade, AProgramThatIsTooOldForAContractStepIsRefused) {
    const auto next = newer(2);
    ASSERT_TRUE(migrate(*connection_, next).has_value());
    const auto refused = migrate(*connection_, known());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::store_failed);
    const auto text = [](std::int64_t number) { return std::to_string(number); };
    EXPECT_EQ(refused.error().message, "the tables are of version " + text(version() + 2) +
                                           " and need a program that knows version " +
                                           text(version() + 1) + "; this one knows " +
                                           text(version()) + ": install a newer version");
    EXPECT_FALSE(schema_state(*connection_, known()).value().is_usable());
    // One that knows what took the place of what is gone goes on.
    EXPECT_TRUE(migrate(*connection_, std::span(next).first(next.size() - 1)).has_value());
    connection_.reset();  // this program's statements are none for these tables
}

}  // namespace
}  // namespace mobilscan::store
