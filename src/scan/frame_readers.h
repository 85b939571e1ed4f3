// FrameReaders: several frames read at once, a thread for each reader, and given back in the order
// in which they came.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "core/result.h"
#include "image/frame_source.h"
#include "ocr/text_reader.h"
#include "scan/read_frame.h"

namespace mobilscan::scan {

// A frame and what is in it.
struct ReadFrame {
    image::Frame frame;
    Result<FrameReading> reading;
    std::chrono::steady_clock::duration took{};  // of the reading alone
};

// To be used from one thread. Destroying it waits for the frames that are being read.
class FrameReaders {
public:
    // The readers, one or more, must outlive it.
    FrameReaders(const ocr::TextReaders& readers, const ReadOptions& options);
    ~FrameReaders();
    FrameReaders(const FrameReaders&) = delete;
    FrameReaders& operator=(const FrameReaders&) = delete;

    [[nodiscard]] bool empty() const;

    // Every reader has a frame and one more waits: others would only take memory.
    [[nodiscard]] bool full() const;

    // The first frame is read: next() will not block.
    [[nodiscard]] bool ready() const;

    // Precondition: not full().
    void add(image::Frame frame);

    // The number of the first frame. Precondition: not empty().
    [[nodiscard]] std::int64_t first_number() const;

    // Takes out the first frame, once it is read. Precondition: not empty().
    [[nodiscard]] ReadFrame next();

private:
    struct Work {
        image::Frame frame;
        std::optional<Result<FrameReading>> reading;
        std::chrono::steady_clock::duration took{};
    };

    void work(const std::stop_token& stop, ocr::TextReader& reader);

    ReadOptions options_;
    std::size_t room_;
    mutable std::mutex mutex_;  // of all below
    std::condition_variable_any begun_;
    std::condition_variable_any done_;
    std::deque<std::unique_ptr<Work>> works_;  // in the order of add()
    std::size_t untouched_ = 0;                // the last so many of them
    std::vector<std::jthread> threads_;
};

}  // namespace mobilscan::scan
