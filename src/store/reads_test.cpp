// What the API reads is complete, in order and quick: pages join without a gap or a repetition,
// totals are true, and search finds partial and nearly right text.
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "core/text.h"
#include "store/codec.h"
#include "store/detection_store.h"
#include "store/store_test.h"

namespace mobilscan::store {
namespace {

using core::ErrorCode;
using core::JobStatus;
using std::chrono::seconds;

class Reads : public StoreTest {
protected:
    std::vector<std::string> names(JobQuery query) {
        std::vector<std::string> found;
        do {
            const auto page = jobs().list(query);
            EXPECT_TRUE(page.has_value()) << page.error().message;
            for (const Job& job : page->jobs) {
                found.push_back(job.video_name);
            }
            query.after = page->next;
        } while (query.after);
        return found;
    }
    std::vector<std::string> texts(const SearchQuery& query) {
        std::vector<std::string> found;
        const auto page = DetectionStore(*connection_).search(query);
        EXPECT_TRUE(page.has_value()) << page.error().message;
        for (const StoredDetection& row : page->detections) {
            found.push_back(row.detection.text);
        }
        return found;
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Reads, testing::ValuesIn(engines()), engine_name);

TEST_P(Reads, KeepAJobAsItWasAccepted) {
    NewJob job;
    job.job_id = "a";
    job.video_name = std::string("caf\xC3\xA9 \xFF") + std::string(300, 'x');
    job.video_path = "/videos/a.mp4";
    job.sha256 = "abc";
    job.size_bytes = 5'000'000'000;
    job.settings = R"({"every":30})";
    job.traceparent = "00-1-2-01";
    ASSERT_TRUE(jobs().accept(job).has_value());
    const Job found = jobs().find("a").value();
    EXPECT_TRUE(found.video_name.starts_with("caf\xC3\xA9 \xEF\xBF\xBDx"));
    EXPECT_EQ(core::characters(found.video_name).size(), 255U);
    EXPECT_EQ(found.size_bytes, job.size_bytes);
    EXPECT_EQ(found.settings, job.settings);
    EXPECT_EQ(found.traceparent, job.traceparent);
    EXPECT_EQ(found.status, JobStatus::pending);
    EXPECT_TRUE(found.created_at_us.has_value());
    EXPECT_FALSE(found.started_at_us.has_value());
    EXPECT_EQ(jobs().find_same_file("abc", "").value()->job_id, "a");
    EXPECT_FALSE(jobs().find_same_file("abd", job.settings).value().has_value());
    NewJob closer = job;
    closer.job_id = "b";
    closer.settings = R"({"every":6})";
    ASSERT_TRUE(jobs().accept(closer).has_value());
    EXPECT_EQ(jobs().find_same_file("abc", job.settings).value()->job_id, "a");
    EXPECT_EQ(jobs().find_same_file("abc", R"({"every":1})").value()->job_id, "b");
    EXPECT_EQ(jobs().find("c").error().code, ErrorCode::job_not_found);
}

TEST_P(Reads, AnswerAnIdempotencyKeyWithItsFirstJob) {
    NewJob job{.job_id = "a",
               .video_name = "a.mp4",
               .video_path = "/a",
               .sha256 = {},
               .settings = {},
               .traceparent = {},
               .idempotency_key = "key",
               .fingerprint = "one"};
    EXPECT_TRUE(jobs().accept(job).value().is_new);
    job.job_id = "b";
    EXPECT_EQ(jobs().accept(job).value().job_id, "a");
    EXPECT_FALSE(jobs().accept(job).value().is_new);
    job.fingerprint = "two";
    EXPECT_EQ(jobs().accept(job).error().code, ErrorCode::key_reused);
    advance(limits::idempotency_seconds + seconds{1});
    EXPECT_TRUE(jobs().accept(job).value().is_new);
}

TEST_P(Reads, ListJobsInEveryOrderPageByPage) {
    for (const char* name : {"b.mp4", "A%.mp4", "c_1.mp4", "b.mp4", "a.mp4"}) {
        accept(name);
    }
    using Names = std::vector<std::string>;
    const auto listed = [&](JobOrder order) {
        return names({.status = {}, .name_part = {}, .order = order, .after = {}, .limit = 2});
    };
    EXPECT_EQ(listed(JobOrder::newest), (Names{"a.mp4", "b.mp4", "c_1.mp4", "A%.mp4", "b.mp4"}));
    EXPECT_EQ(listed(JobOrder::oldest), (Names{"b.mp4", "A%.mp4", "c_1.mp4", "b.mp4", "a.mp4"}));
    EXPECT_EQ(listed(JobOrder::name), (Names{"A%.mp4", "a.mp4", "b.mp4", "b.mp4", "c_1.mp4"}));
    EXPECT_EQ(listed(JobOrder::name_descending),
              (Names{"c_1.mp4", "b.mp4", "b.mp4", "a.mp4", "A%.mp4"}));
    EXPECT_EQ(names({.status = {}, .name_part = "a%", .after = {}}), (Names{"A%.mp4"}));
    EXPECT_EQ(names({.status = {}, .name_part = "A", .after = {}}), (Names{"a.mp4", "A%.mp4"}));
    EXPECT_EQ(names({.status = {}, .name_part = "c_1", .after = {}}), (Names{"c_1.mp4"}));
    ASSERT_TRUE(jobs().cancel("job-1").has_value());
    EXPECT_EQ(names({.status = JobStatus::cancelled, .name_part = {}, .after = {}}).size(), 1U);
    EXPECT_EQ(jobs().counts().value().cancelled, 1);
    EXPECT_EQ(jobs().counts().value().jobs(), 5);
}

TEST_P(Reads, HideARemovedJobUntilItIsRestoredOrPurged) {
    const Claim held = planned(1, 1);
    ASSERT_TRUE(segments().commit_chunk(held, chunk_of(0, {text_row(0, "SECRET")})).has_value());
    ASSERT_TRUE(jobs().remove(held.job_id).has_value());
    EXPECT_EQ(jobs().find(held.job_id).error().code, ErrorCode::job_not_found);
    EXPECT_EQ(jobs().remove(held.job_id).error().code, ErrorCode::job_not_found);
    EXPECT_TRUE(names({.status = {}, .name_part = {}, .after = {}}).empty());
    EXPECT_TRUE(texts({.text = "secret", .job_id = {}}).empty());
    EXPECT_FALSE(jobs().purge(held.job_id).value());
    ASSERT_TRUE(jobs().restore(held.job_id).has_value());
    EXPECT_EQ(job(held.job_id).status, JobStatus::pending);  // it goes on
    EXPECT_EQ(segments().claim("w2")->has_value(), true);
    EXPECT_EQ(texts({.text = "secret", .job_id = {}}).size(), 1U);

    ASSERT_TRUE(jobs().remove(held.job_id).has_value());
    advance(limits::undo_seconds + seconds{1});
    EXPECT_EQ(jobs().restore(held.job_id).error().code, ErrorCode::job_not_found);
    ASSERT_EQ(jobs().purgeable(10).value().size(), 1U);
    EXPECT_TRUE(jobs().purge(held.job_id).value());
    EXPECT_TRUE(jobs().purgeable(10).value().empty());
    EXPECT_EQ(DetectionStore(*connection_).total(held.job_id, 0).value(), 0);
}

TEST_P(Reads, NameTheJobsThatUpkeepIsDueFor) {
    const std::string job_id = accept();
    EXPECT_TRUE(jobs().unpushed(seconds{5}, 10).value().empty());
    advance(seconds{6});
    ASSERT_EQ(jobs().unpushed(seconds{5}, 10).value().size(), 1U);
    ASSERT_TRUE(jobs().mark_pushed(job_id).has_value());
    EXPECT_TRUE(jobs().unpushed(seconds{5}, 10).value().empty());
    EXPECT_FALSE(jobs().mark_video_removed(job_id).value());
    ASSERT_TRUE(jobs().cancel(job_id).has_value());
    advance(seconds{100});
    ASSERT_EQ(jobs().with_video_older_than(seconds{50}, 10).value().size(), 1U);
    EXPECT_TRUE(jobs().mark_video_removed(job_id).value());
    EXPECT_TRUE(jobs().with_video_older_than(seconds{50}, 10).value().empty());
    EXPECT_EQ(jobs().retry(job_id).error().code, ErrorCode::job_state_unfit);
}

TEST_P(Reads, GiveBackADetectionExactlyAsItWasCommitted) {
    const Claim held = planned(1, 1);
    DetectionRow row = text_row(30, "SN 0I2", 0.9876F);
    row.source = Source::carried;
    DetectionRow code = text_row(31, "4006381333931", 1);
    code.detection.kind = core::Kind::barcode;
    code.detection.format = "EAN13";
    ASSERT_TRUE(segments().commit_chunk(held, chunk_of(0, {row, code})).has_value());
    const auto rows = DetectionStore(*connection_).of_segment(held.job_id, 0, {}, 10).value();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].detection.text, row.detection.text);
    EXPECT_EQ(rows[0].detection.confidence, row.detection.confidence);
    EXPECT_EQ(rows[0].detection.quad, row.detection.quad);
    EXPECT_EQ(rows[0].detection.timestamp_us, row.detection.timestamp_us);
    EXPECT_EQ(rows[0].box, (PixelBox{10, 20, 110, 51}));
    EXPECT_EQ(rows[0].source, Source::carried);
    EXPECT_EQ(rows[0].characters, row.characters);
    EXPECT_EQ(rows[0].key, (DetectionKey{0, 0, 0}));
    EXPECT_EQ(rows[1].detection.kind, core::Kind::barcode);
    EXPECT_EQ(rows[1].detection.format, "EAN13");
    EXPECT_EQ(DetectionStore(*connection_).of_segment(held.job_id, 0, rows[0].key, 10)->size(), 1U);
}

TEST_P(Reads, FindPartialAndNearlyRightText) {
    const Claim held = planned(1, 1);
    ASSERT_TRUE(segments()
                    .commit_chunk(held, chunk_of(0, {text_row(0, "SN-12345678"),
                                                     text_row(1, "LOT \"77\" OR 9"),
                                                     text_row(2, "SN-12X45678"),
                                                     text_row(3, "SN-1245678"), text_row(4, "AB")}))
                    .has_value());
    using Texts = std::vector<std::string>;
    EXPECT_EQ(texts({.text = "345", .job_id = {}}), (Texts{"SN-12345678"}));
    EXPECT_EQ(texts({.text = "sn iz34", .job_id = {}}), (Texts{"SN-12345678"}));
    EXPECT_EQ(texts({.text = "SN-12345678", .nearly_right = true, .job_id = held.job_id}),
              (Texts{"SN-12345678", "SN-12X45678", "SN-1245678"}));
    EXPECT_EQ(texts({.text = "b", .job_id = held.job_id}).size(), 4U);  // folded: 8
    EXPECT_EQ(texts({.text = "77", .nearly_right = true, .job_id = {}}).size(), 4U);
    EXPECT_TRUE(texts({.text = "\" OR \"", .job_id = "other"}).empty());
    EXPECT_TRUE(texts({.text = " - ", .job_id = {}}).empty());
    SearchQuery paged{.text = "SN", .job_id = {}, .limit = 2};
    const auto first = DetectionStore(*connection_).search(paged);
    ASSERT_EQ(first->detections.size(), 2U);
    EXPECT_EQ(first->total, 3);
    paged.after_id = first->next.value();
    EXPECT_EQ(texts(paged), (Texts{"SN-1245678"}));
    EXPECT_EQ(DetectionStore(*connection_).search(paged)->total, std::nullopt);
}

TEST_P(Reads, SearchKeepsToTheConfidenceAndFillsItsPages) {
    const Claim held = planned(1, 1);
    std::vector<DetectionRow> rows;
    for (std::int64_t i = 0; i < 10; ++i) {
        rows.push_back(text_row(i, "SN-1234"));
        rows.back().detection.confidence = i % 2 == 0 ? 0.25F : 0.75F;
    }
    ASSERT_TRUE(segments().commit_chunk(held, chunk_of(0, rows)).has_value());
    SearchQuery sure{.text = "1234", .job_id = {}, .confidence_min = 0.5, .limit = 3};
    const auto first = DetectionStore(*connection_).search(sure);
    EXPECT_EQ(first->detections.size(), 3U);
    EXPECT_EQ(first->total, 5);
    sure.after_id = first->next.value();
    const auto second = DetectionStore(*connection_).search(sure);
    EXPECT_EQ(second->detections.size(), 2U);
    EXPECT_FALSE(second->next.has_value());
}

TEST_P(Reads, PageThroughTwoHundredThousandDetectionsQuickly) {
    const std::string job_id = accept();
    connection_->run(
        {"fill",
         "with recursive n(i) as (select 0 union all select i + 1 from n where i < 199999)"
         " insert into detections (video_name, job_id, frame_number, timestamp, detected_text,"
         "  confidence, folded_text)"
         " select 'v', $1, i / 20, i / 20.0, 'SN ' || i, (i % 100) / 100.0, '5N' || i from n"},
        {job_id});
    connection_->run({"count", "update video_jobs set detections_count = 200000 where job_id = $1"},
                     {job_id});
    if (GetParam().name == "postgresql") {  // which does so by itself after a minute
        connection_->run({"analyze", "analyze detections"}, {});
    }
    DetectionStore store(*connection_);
    const auto timed = [](const char* what, auto&& call) {
        const auto start = std::chrono::steady_clock::now();
        call();
        const std::chrono::duration<double, std::milli> time =
            std::chrono::steady_clock::now() - start;
        std::printf("%s: %.1f ms\n", what, time.count());
        EXPECT_LT(time.count(), 500);  // ten times the promise, for busy test machines
    };
    timed("first page of 1,000", [&] {
        EXPECT_EQ(store.page({.job_id = job_id, .after = {}})->detections.size(), 1000U);
    });
    timed("first page above .95", [&] {
        const auto page = store.page({.job_id = job_id, .confidence_min = 0.95, .after = {}});
        EXPECT_EQ(page->detections.size(), 1000U);
    });
    timed("total", [&] { EXPECT_EQ(store.total(job_id, 0).value(), 200'000); });
    timed("total above .5", [&] { EXPECT_EQ(store.total(job_id, 0.5).value(), 100'000); });
    timed("partial search", [&] {
        EXPECT_EQ(store.search({.text = "199999", .job_id = {}})->detections.size(), 1U);
    });
    timed("search that fits every row", [&] {
        const auto page = store.search({.text = "SN", .job_id = job_id});
        EXPECT_EQ(page->detections.size(), 100U);
        EXPECT_EQ(page->total, std::nullopt);
    });
    std::set<std::int64_t> seen;
    DetectionQuery query{.job_id = job_id, .after = {}};
    do {
        const auto page = store.page(query);
        for (const StoredDetection& row : page->detections) {
            seen.insert(row.id);
        }
        query.after = page->next;
    } while (query.after);
    EXPECT_EQ(seen.size(), 200'000U);
}

TEST(ContainsNearly, AllowsOneEditAndNotTwo) {
    const auto near = [](const char* text, const char* query) {
        return contains_nearly(core::characters(text), core::characters(query));
    };
    EXPECT_TRUE(near("xxABCDEFxx", "ABCDEF"));
    EXPECT_TRUE(near("xxABCXEFxx", "ABCDEF"));
    EXPECT_TRUE(near("xxABCEFxx", "ABCDEF"));
    EXPECT_TRUE(near("xxABCXDEFxx", "ABCDEF"));
    EXPECT_FALSE(near("xxAXCDXFxx", "ABCDEF"));
    EXPECT_FALSE(near("", "AB"));
    EXPECT_TRUE(near("", "A"));
}

TEST(Codec, ReadsBackWhatItWrote) {
    const core::Quad quad{{{0.1F, -3}, {1e6F, 1.0F / 3}, {5, 6}, {7, 8}}};
    EXPECT_EQ(parse_quad(quad_text(quad)), quad);
    for (const char* text : {"", "1 2 3 4 5 6 7", "1 2 3 4 5 6 7 8 ", "1 2 3 4 5 6 7 x"}) {
        EXPECT_EQ(parse_quad(text), std::nullopt) << text;
    }
    const std::vector<std::string> texts{"", "a\nb", "\\n", "\\"};
    EXPECT_EQ(parse_list(list_text(texts)), texts);
    EXPECT_TRUE(parse_list("").empty());
    EXPECT_EQ(core::storable(std::string("a\0b\xFF", 4)),
              "a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD");
}

}  // namespace
}  // namespace mobilscan::store
