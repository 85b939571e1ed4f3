// The main job on made-up frames and a made-up reader: what is found, told and kept when it ends
// early; and how items are collected.
#include "scan/scan.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scan/item_collector.h"

namespace mobilscan::scan {
namespace {

using core::Detection;
using core::ErrorCode;
using core::Kind;

core::Quad box_at(float x, float y, float width = 100) {
    return {{{x, y}, {x + width, y}, {x + width, y + 20}, {x, y + 20}}};
}

// Frames numbered 0, 30, 60 ..., one second apart; then the end, or an error.
class MadeUpSource final : public image::FrameSource {
public:
    explicit MadeUpSource(int frames, std::optional<core::Error> error = std::nullopt)
        : frames_(frames), error_(std::move(error)) {}

    Result<std::optional<image::Frame>> next() override {
        if (next_ == frames_) {
            return error_ ? Result<std::optional<image::Frame>>(failure(*error_)) : std::nullopt;
        }
        const int i = next_++;
        return image::Frame{30 * i, 1'000'000 * i, image::Image(32, 32, 3)};
    }

private:
    int frames_;
    std::optional<core::Error> error_;
    int next_ = 0;
};

// Reads the lines that it was given, a frame's at a time.
class MadeUpReader final : public ocr::TextReader {
public:
    explicit MadeUpReader(std::deque<Result<std::vector<ocr::TextLine>>> frames)
        : frames_(std::move(frames)) {}

    Result<std::vector<ocr::TextLine>> read(image::ImageView) override {
        if (frames_.empty()) {
            return std::vector<ocr::TextLine>();  // read ahead, for nobody
        }
        auto lines = std::move(frames_.front());
        frames_.pop_front();
        return lines;
    }

private:
    std::deque<Result<std::vector<ocr::TextLine>>> frames_;
};

ocr::TextReaders made_up(std::deque<Result<std::vector<ocr::TextLine>>> frames) {
    ocr::TextReaders readers;
    readers.push_back(std::make_unique<MadeUpReader>(std::move(frames)));
    return readers;
}

class Listener final : public ScanObserver {
public:
    Result<void> on_frame(const image::Frame& frame, const FrameReading& reading) override {
        frames.push_back(frame.number);
        found += reading.detections.size();
        if (fail_at == frame.number) {
            return failure(ErrorCode::output_unwritable, "disk full");
        }
        if (stop_at == frame.number) {
            stop.request_stop();
        }
        return {};
    }

    std::vector<std::int64_t> frames;
    std::size_t found = 0;
    std::int64_t fail_at = -1;
    std::int64_t stop_at = -1;
    std::stop_source stop;
};

std::vector<ocr::TextLine> one_line(const std::string& text, float confidence = 0.9F) {
    return {{text, confidence, box_at(0, 0), {}}};
}

std::deque<Result<std::vector<ocr::TextLine>>> same_line(std::size_t frames) {
    return {frames, one_line("AB-12")};
}

TEST(Scan, ReadsEveryFrameAndTellsOfEach) {
    MadeUpSource source(3);
    const ocr::TextReaders readers = made_up(same_line(3));
    Listener listener;
    const ScanOutcome outcome = scan(source, readers, {}, listener, listener.stop.get_token());
    EXPECT_FALSE(outcome.stopped_by);
    EXPECT_EQ(outcome.frames_read, 3);
    EXPECT_EQ(listener.frames, (std::vector<std::int64_t>{0, 30, 60}));
    ASSERT_EQ(outcome.items.size(), 1U);
    EXPECT_EQ(outcome.items[0].text, "AB-12");
    EXPECT_EQ(outcome.items[0].sightings, 3);
    EXPECT_EQ(outcome.items[0].last_seen_us, 2'000'000);
}

TEST(Scan, KeepsWhatWasReadWhenTheVideoBreaks) {
    MadeUpSource source(2, core::Error{ErrorCode::decoder_crashed, "died"});
    const ocr::TextReaders readers = made_up(same_line(2));
    Listener listener;
    const ScanOutcome outcome = scan(source, readers, {}, listener, listener.stop.get_token());
    ASSERT_TRUE(outcome.stopped_by);
    EXPECT_EQ(outcome.stopped_by->code, ErrorCode::decoder_crashed);
    EXPECT_EQ(outcome.frames_read, 2);
    EXPECT_EQ(outcome.items.size(), 1U);
}

TEST(Scan, StopsBetweenFramesWhenAsked) {
    MadeUpSource source(5);
    const ocr::TextReaders readers = made_up(same_line(5));
    Listener listener;
    listener.stop_at = 30;
    const ScanOutcome outcome = scan(source, readers, {}, listener, listener.stop.get_token());
    ASSERT_TRUE(outcome.stopped_by);
    EXPECT_EQ(outcome.stopped_by->code, ErrorCode::cancelled);
    EXPECT_EQ(outcome.frames_read, 2);
}

TEST(Scan, EndsWithTheObserversErrorAndTheReaders) {
    MadeUpSource source(5);
    const ocr::TextReaders readers = made_up(same_line(5));
    Listener listener;
    listener.fail_at = 0;
    EXPECT_EQ(scan(source, readers, {}, listener, {}).stopped_by->code,
              ErrorCode::output_unwritable);

    MadeUpSource second(5);
    const ocr::TextReaders broken = made_up({failure(ErrorCode::inference_failed, "no")});
    Listener other;
    EXPECT_EQ(scan(second, broken, {}, other, {}).stopped_by->code, ErrorCode::inference_failed);
}

TEST(Scan, LeavesItemsOutWhenNotWanted) {
    MadeUpSource source(2);
    const ocr::TextReaders readers = made_up(same_line(2));
    Listener listener;
    ScanOptions options;
    options.items = false;
    EXPECT_TRUE(scan(source, readers, options, listener, {}).items.empty());
    EXPECT_EQ(listener.found, 2U);
}

Detection seen(const std::string& text, std::int64_t second, core::Quad quad,
               float confidence = 0.9F) {
    return {Kind::text, second * 30, second * 1'000'000, text, "", confidence, quad};
}

std::vector<core::Item> collect(const std::vector<std::vector<Detection>>& samples) {
    ItemCollector items;
    std::int64_t place = 0;
    for (const auto& sample : samples) {
        items.add_sample(place++, sample);
    }
    return items.items();
}

TEST(ItemCollector, TakesTheSurestReadingAndKeepsTheOthersAsAlternatives) {
    const auto items = collect({{seen("LSI5 EBC", 0, box_at(0, 0), 0.8F)},
                                {seen("LS15EBC", 1, box_at(5, 0), 0.95F)},
                                {seen("LSI5 EBC", 2, box_at(9, 0), 0.85F)}});
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].text, "LS15EBC");
    EXPECT_FLOAT_EQ(items[0].confidence, 0.95F);
    EXPECT_EQ(items[0].alternatives, (std::vector<std::string>{"LSI5 EBC"}));
    EXPECT_EQ(items[0].sightings, 3);
    EXPECT_EQ(items[0].first_seen_us, 0);
    EXPECT_EQ(items[0].last_seen_us, 2'000'000);
    EXPECT_EQ(items[0].best.frame_number, 30);
}

TEST(ItemCollector, KeepsTwoEqualLabelsSideBySideApart) {
    const auto both = [](std::int64_t second) {
        return std::vector{seen("LOT 7", second, box_at(0, 0)),
                           seen("LOT 7", second, box_at(300, 0))};
    };
    const auto items = collect({both(0), both(1), both(2)});
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].sightings, 3);
    EXPECT_EQ(items[1].sightings, 3);
}

TEST(ItemCollector, SurvivesOneMissedSampleButNotTwo) {
    const Detection first = seen("AB 12", 0, box_at(0, 0));
    EXPECT_EQ(collect({{first}, {}, {seen("AB 12", 2, box_at(0, 0))}}).size(), 1U);
    EXPECT_EQ(collect({{first}, {}, {}, {seen("AB 12", 3, box_at(0, 0))}}).size(), 2U);
}

TEST(ItemCollector, DoesNotJoinOtherTextsOtherPlacesOrOtherKinds) {
    const Detection first = seen("AB 12", 0, box_at(0, 0));
    EXPECT_EQ(collect({{first}, {seen("XY 99", 1, box_at(0, 0))}}).size(), 2U);
    EXPECT_EQ(collect({{first}, {seen("AB 12", 1, box_at(900, 700))}}).size(), 2U);
    Detection code = seen("AB 12", 1, box_at(0, 0));
    code.kind = Kind::barcode;
    code.format = "QRCode";
    EXPECT_EQ(collect({{first}, {code}}).size(), 2U);
}

TEST(ItemCollector, KeepsACounterApart) {
    EXPECT_EQ(
        collect({{seen("PART 1", 0, box_at(0, 0))}, {seen("PART 2", 1, box_at(0, 0))}}).size(), 2U);
}

TEST(ItemCollector, TellsWhichItemEachDetectionBelongsToAndTakesLeftOutSamplesForEmpty) {
    ItemCollector items;
    const Detection a = seen("AB 12", 0, box_at(0, 0));
    const Detection b = seen("XY 99", 0, box_at(500, 0));
    using Joined = std::vector<std::size_t>;
    EXPECT_EQ(items.add_sample(0, std::vector{a, b}), (Joined{0, 1}));
    EXPECT_EQ(items.add_sample(2, std::vector{b, a}), (Joined{1, 0}));
    EXPECT_EQ(items.add_sample(5, std::vector{a}), (Joined{2}));
    EXPECT_EQ(items.items().size(), 3U);
}

TEST(ItemCollector, DoesNotTakePunctuationForEqual) {
    EXPECT_EQ(collect({{seen("::", 0, box_at(0, 0))}, {seen("--", 1, box_at(0, 0))}}).size(), 2U);
}

}  // namespace
}  // namespace mobilscan::scan
