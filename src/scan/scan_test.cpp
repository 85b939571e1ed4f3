// The main job on made-up frames and a made-up reader: what is found, told and kept when it ends
// early.
#include "scan/scan.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scan/lines_reader_test.h"
#include "scan/tracks_test.h"

namespace mobilscan::scan {
namespace {

using core::ErrorCode;

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
        image::Image picture(320, 240, 3);
        picture.data()[0] = static_cast<std::uint8_t>(i);
        return image::Frame{30 * i, 1'000'000 * i, std::move(picture)};
    }

private:
    int frames_;
    std::optional<core::Error> error_;
    int next_ = 0;
};

using Frames = std::vector<Result<std::vector<ocr::TextLine>>>;

// Reads the lines that it was given for each frame.
class MadeUpReader final : public LinesReader {
public:
    explicit MadeUpReader(Frames frames) : frames_(std::move(frames)) {}

private:
    Result<std::vector<ocr::TextLine>> lines(image::ImageView picture) override {
        const std::size_t number = picture.data[0];
        return number < frames_.size() ? frames_[number] : std::vector<ocr::TextLine>();
    }

    Frames frames_;
};

ocr::TextReaders made_up(Frames frames) {
    ocr::TextReaders readers;
    readers.push_back(std::make_unique<MadeUpReader>(std::move(frames)));
    return readers;
}

class Listener final : public ScanObserver {
public:
    Result<void> on_frame(const image::Frame& frame, const FrameReading& reading) override {
        frames.push_back(frame.number);
        found += reading.sights.size();
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
    return {{text, confidence, box_at(50, 50), characters_of(text, confidence)}};
}

Frames same_line(std::size_t frames) {
    return Frames(frames, one_line("AB-12"));
}

ScanOptions whole_video() {
    return {.chunks = {{0, 0, 30, true}, {30, 60, 90, false}, {90, 300, 330, false}}};
}

TEST(Scan, ReadsEveryFrameAndTellsOfEach) {
    MadeUpSource source(3);
    const ocr::TextReaders readers = made_up(same_line(3));
    Listener listener;
    const ScanOutcome outcome =
        scan(source, readers, whole_video(), listener, listener.stop.get_token());
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
    const ScanOutcome outcome =
        scan(source, readers, whole_video(), listener, listener.stop.get_token());
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
    const ScanOutcome outcome =
        scan(source, readers, whole_video(), listener, listener.stop.get_token());
    ASSERT_TRUE(outcome.stopped_by);
    EXPECT_EQ(outcome.stopped_by->code, ErrorCode::cancelled);
    EXPECT_EQ(outcome.frames_read, 2);
}

TEST(Scan, EndsWithTheObserversErrorAndTheReaders) {
    MadeUpSource source(5);
    const ocr::TextReaders readers = made_up(same_line(5));
    Listener listener;
    listener.fail_at = 0;
    EXPECT_EQ(scan(source, readers, whole_video(), listener, {}).stopped_by->code,
              ErrorCode::output_unwritable);

    MadeUpSource second(5);
    const ocr::TextReaders broken = made_up({failure(ErrorCode::inference_failed, "no")});
    Listener other;
    EXPECT_EQ(scan(second, broken, whole_video(), other, {}).stopped_by->code,
              ErrorCode::inference_failed);
}

TEST(Scan, LeavesItemsOutWhenNotWanted) {
    MadeUpSource source(2);
    const ocr::TextReaders readers = made_up(same_line(2));
    Listener listener;
    ScanOptions options = whole_video();
    options.items = false;
    EXPECT_TRUE(scan(source, readers, options, listener, {}).items.empty());
    EXPECT_EQ(listener.found, 2U);
}

}  // namespace
}  // namespace mobilscan::scan
