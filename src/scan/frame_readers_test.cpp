// Frames read on several threads come back in their order; what is being read is waited for.
#include "scan/frame_readers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "scan/lines_reader_test.h"
#include "scan/read_ahead.h"

namespace mobilscan::scan {
namespace {

// Reads what the first pixel says; even ones take longer, so that odd ones are done before them.
class SlowReader final : public LinesReader {
public:
    explicit SlowReader(std::atomic<int>& at_once, std::atomic<int>& most)
        : at_once_(at_once), most_(most) {}

private:
    Result<std::vector<ocr::TextLine>> lines(image::ImageView picture) override {
        const int now = ++at_once_;
        most_ = std::max(most_.load(), now);
        const int number = picture.data[0];
        std::this_thread::sleep_for(std::chrono::milliseconds(number % 2 == 0 ? 8 : 1));
        --at_once_;
        return std::vector<ocr::TextLine>{{std::to_string(number), 0.9F, {}, {}}};
    }

    std::atomic<int>& at_once_;
    std::atomic<int>& most_;
};

class FrameReadersTest : public testing::Test {
protected:
    ocr::TextReaders readers(int count) {
        ocr::TextReaders made;
        for (int i = 0; i < count; ++i) {
            made.push_back(std::make_unique<SlowReader>(at_once_, most_));
        }
        return made;
    }

    std::atomic<int> at_once_ = 0;
    std::atomic<int> most_ = 0;
};

image::Frame frame(int number) {
    image::Image picture(32, 32, 3);
    picture.data()[0] = static_cast<std::uint8_t>(number);
    return {number, number, std::move(picture)};
}

// Twenty frames, then the end or an error.
class Numbers final : public image::FrameSource {
public:
    explicit Numbers(bool fails) : fails_(fails) {}

    Result<std::optional<image::Frame>> next() override {
        if (next_ < 20) {
            return frame(next_++);
        }
        if (fails_) {
            return failure(core::ErrorCode::corrupt_media, "broken");
        }
        return std::nullopt;
    }

private:
    int next_ = 0;
    bool fails_;
};

TEST_F(FrameReadersTest, GiveFramesBackInTheirOrder) {
    for (const bool fails : {false, true}) {
        const ocr::TextReaders made = readers(3);
        Numbers source(fails);
        ReadAhead frames(source, made, {.barcodes = false, .every_frames = 1},
                         {{0, 0, 1, true}, {1, 2, 3, false}, {3, 19, 20, false}});
        for (int i = 0; i < 20; ++i) {
            const auto number = frames.peek();
            ASSERT_TRUE(number && *number);
            EXPECT_EQ(**number, i);
            const auto read = frames.next();
            ASSERT_TRUE(read && *read);
            EXPECT_EQ((*read)->frame.number, i);
            EXPECT_EQ((*read)->reading.sights.at(0).detection.text, std::to_string(i));
        }
        for (int again = 0; again < 2; ++again) {
            const auto end = frames.next();
            EXPECT_EQ(end.has_value(), !fails);
            EXPECT_TRUE(fails || !*end);
        }
    }
    EXPECT_GT(most_, 1);
    EXPECT_LE(most_, 3);
}

TEST_F(FrameReadersTest, HaveRoomForOneMoreThanAreRead) {
    const ocr::TextReaders made = readers(2);
    FrameReaders frames(made, {.barcodes = false});
    EXPECT_TRUE(frames.empty());
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(frames.full());
        frames.add(frame(i));
    }
    EXPECT_TRUE(frames.full());
    EXPECT_EQ(frames.next().frame.number, 0);
    EXPECT_FALSE(frames.full());
}

TEST_F(FrameReadersTest, EndWhileFramesAreRead) {
    const ocr::TextReaders made = readers(2);
    {
        FrameReaders frames(made, {.barcodes = false});
        for (int i = 0; i < 3; ++i) {
            frames.add(frame(2 * i));
        }
    }
    EXPECT_EQ(at_once_, 0);
}

}  // namespace
}  // namespace mobilscan::scan
