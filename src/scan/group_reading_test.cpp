// Frames that are read together: what is seen in all of them is read in one, what is known before
// in none, and a scan that goes on in the middle reads the same as one that was never interrupted.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <numeric>

#include "scan/pictures_test.h"
#include "scan/read_ahead.h"
#include "scan/tracks_test.h"

namespace mobilscan::scan {
namespace {

constexpr float pan = 24;  // pixels from sample to sample

// Knows the wall and where the camera is, which the first pixel says.
class WallReader final : public ocr::TextReader {
public:
    WallReader(const Wall& wall, float confidence, std::atomic<int>& crops)
        : wall_(wall), confidence_(confidence), crops_(crops) {}

    using TextReader::read;

    Result<ocr::FoundText> find(image::ImageView picture) override {
        ocr::FoundText found;
        for (const auto& [label, quad] : labels_in(picture)) {
            found.regions.push_back({quad, 1});
        }
        found.is_faint.resize(found.regions.size());
        found.groups.resize(found.regions.size());
        std::iota(found.groups.begin(), found.groups.end(), std::size_t{0});
        return found;
    }

    Result<std::vector<ocr::TextLine>> read(image::ImageView picture, const ocr::FoundText&,
                                            std::span<const std::size_t> regions) override {
        std::vector<ocr::TextLine> lines;
        const auto labels = labels_in(picture);
        for (const std::size_t region : regions) {
            const auto& [label, quad] = labels[region];
            const std::string text = "LABEL-" + std::to_string(label.number);
            lines.push_back({text, confidence_, quad, characters_of(text, confidence_)});
            ++crops_;
        }
        return lines;
    }

private:
    [[nodiscard]] std::vector<std::pair<Wall::Label, core::Quad>> labels_in(
        image::ImageView picture) const {
        std::vector<std::pair<Wall::Label, core::Quad>> labels;
        for (const Wall::Label& label : wall_.labels()) {
            const core::Quad quad =
                Wall::quad_of(label, pan * static_cast<float>(*picture.data), 0);
            if (Wall::is_in_view(quad)) {
                labels.emplace_back(label, quad);
            }
        }
        return labels;
    }

    const Wall& wall_;
    float confidence_;
    std::atomic<int>& crops_;
};

class PanAlongWall final : public image::FrameSource {
public:
    PanAlongWall(const Wall& wall, int first, int end, std::pair<int, int> lost)
        : wall_(wall), next_(first), end_(end), lost_(lost) {}

    Result<std::optional<image::Frame>> next() override {
        if (next_ == lost_.first) {
            next_ = lost_.second;
        }
        if (next_ == end_) {
            return std::nullopt;
        }
        const int i = next_++;
        image::Image picture = wall_.seen(pan * static_cast<float>(i), 0);
        *picture.data() = static_cast<std::uint8_t>(i);
        return image::Frame{i, 1'000 * i, std::move(picture)};
    }

private:
    const Wall& wall_;
    int next_;
    int end_;
    std::pair<int, int> lost_;  // frames from the first to before the second never come
};

const std::vector<core::ChunkFrames> all_chunks{
    {0, 0, 1, true}, {1, 2, 3, false}, {3, 6, 7, false}, {7, 16, 17, false}, {17, 19, 20, false}};

class GroupReadingTest : public testing::Test {
protected:
    std::vector<ReadFrame> read(int first, std::vector<core::ChunkFrames> chunks, Memory memory,
                                bool carries = true) {
        crops_ = 0;
        ocr::TextReaders readers;
        for (int i = 0; i < 2; ++i) {
            readers.push_back(std::make_unique<WallReader>(wall_, confidence_, crops_));
        }
        PanAlongWall source(wall_, first, 20, lost_);
        ReadAhead frames(source, readers,
                         {.barcodes = false, .carries = carries, .every_frames = 1},
                         std::move(chunks), std::move(memory));
        std::vector<ReadFrame> read;
        while (auto frame = frames.next().value()) {
            read.push_back(*std::move(frame));
        }
        return read;
    }

    static std::string told(const std::vector<ReadFrame>& frames) {
        std::string text;
        for (const ReadFrame& frame : frames) {
            text += std::to_string(frame.frame.number) + ":";
            for (const Sight& sight : frame.reading.sights) {
                text += " " + sight.detection.text + (sight.is_carried ? "~" : "") + "@" +
                        std::to_string(sight.detection.quad[0].x);
            }
            text += "\n";
        }
        return text;
    }

    const Wall wall_{{{1, 30, 40}, {2, 330, 60}, {3, 600, 140}, {4, 820, 50}, {5, 900, 240}}};
    float confidence_ = 0.999F;
    std::pair<int, int> lost_{-1, -1};
    std::atomic<int> crops_ = 0;
};

TEST_F(GroupReadingTest, ReadsALabelOnceAndSeesItAsOften) {
    const auto plain = read(0, all_chunks, Memory(1), false);
    const int all = crops_;
    const auto carried = read(0, all_chunks, Memory(1));
    EXPECT_EQ(crops_, 5) << "each of five labels once";
    EXPECT_GT(all, 35);
    ASSERT_EQ(plain.size(), carried.size());
    for (std::size_t i = 0; i < plain.size(); ++i) {
        ASSERT_EQ(plain[i].reading.sights.size(), carried[i].reading.sights.size());
        for (std::size_t j = 0; j < plain[i].reading.sights.size(); ++j) {
            const core::Detection& one = plain[i].reading.sights[j].detection;
            const core::Detection& other = carried[i].reading.sights[j].detection;
            EXPECT_EQ(one.text, other.text);
            EXPECT_EQ(one.quad, other.quad);
            EXPECT_EQ(one.timestamp_us, other.timestamp_us);
        }
    }
}

TEST_F(GroupReadingTest, ReadsOnWhileItIsNotSure) {
    confidence_ = 0.8F;
    read(0, all_chunks, Memory(1), false);
    const int all = crops_;
    const auto frames = read(0, all_chunks, Memory(1));
    EXPECT_GT(crops_, 10);
    EXPECT_LT(crops_, all);
    EXPECT_EQ(std::accumulate(
                  frames.begin(), frames.end(), std::int64_t{0},
                  [](std::int64_t sum, const ReadFrame& frame) { return sum + frame.crops_read; }),
              crops_);
}

TEST_F(GroupReadingTest, ReadsTheSameAfterAnInterruption) {
    for (const float confidence : {0.999F, 0.9F, 0.8F}) {
        confidence_ = confidence;
        const auto whole = read(0, all_chunks, Memory(1));
        for (std::size_t chunk = 1; chunk < all_chunks.size(); ++chunk) {
            Memory memory(1);
            std::vector<ReadFrame> rest;
            for (const ReadFrame& frame : whole) {
                if (frame.frame.number < all_chunks[chunk].first) {
                    memory.add(frame.frame.number, frame.reading.sights);
                } else {
                    rest.push_back({{frame.frame.number, 0, {}}, frame.reading});
                }
            }
            const auto first = static_cast<int>(all_chunks[chunk - 1].first);
            const auto again = read(
                first, {all_chunks.begin() + static_cast<std::ptrdiff_t>(chunk), all_chunks.end()},
                std::move(memory));
            EXPECT_EQ(told(again), told(rest)) << "from chunk " << chunk;
        }
    }
}

TEST_F(GroupReadingTest, ReadsTheSameAfterAnInterruptionBeforeALostChunk) {
    lost_ = {3, 7};
    const auto whole = read(0, all_chunks, Memory(1));
    Memory memory(1);
    std::vector<ReadFrame> rest;
    for (const ReadFrame& frame : whole) {
        if (frame.frame.number < 3) {
            memory.add(frame.frame.number, frame.reading.sights);
        } else {
            rest.push_back({{frame.frame.number, 0, {}}, frame.reading});
        }
    }
    const auto again = read(1, {all_chunks.begin() + 2, all_chunks.end()}, std::move(memory));
    EXPECT_EQ(told(again), told(rest));
}

TEST_F(GroupReadingTest, KnowsNothingOfTheSegmentBefore) {
    auto chunks = all_chunks;
    chunks[3].begins_segment = true;
    const auto frames = read(0, chunks, Memory(1));
    for (const Sight& sight : frames[7].reading.sights) {
        EXPECT_EQ(sight.is_carried, false) << sight.detection.text << ": or read in a later one";
    }
    EXPECT_GT(crops_, 5);
}

}  // namespace
}  // namespace mobilscan::scan
