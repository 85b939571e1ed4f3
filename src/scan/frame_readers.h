// FrameReaders: several frames read at once, each by itself, and given back in the order in which
// they came.
#pragma once

#include <chrono>
#include <deque>
#include <future>

#include "core/result.h"
#include "image/frame_source.h"
#include "ocr/text_reader.h"
#include "scan/crew.h"
#include "scan/read_frame.h"

namespace mobilscan::scan {

// To be used from one thread. Destroying it waits for the frames that are being read.
class FrameReaders {
public:
    struct ReadFrame {
        image::Frame frame;
        Result<FrameReading> reading;
        std::chrono::steady_clock::duration took{};  // of the reading alone
    };

    // The readers, one or more, must outlive it.
    FrameReaders(const ocr::TextReaders& readers, const ReadOptions& options)
        : options_(options), crew_(readers) {}

    [[nodiscard]] bool empty() const noexcept { return works_.empty(); }

    // Every reader has a frame and one more waits: others would only take memory.
    [[nodiscard]] bool full() const noexcept { return works_.size() > crew_.size(); }

    // The first frame is read: next() will not block.
    [[nodiscard]] bool ready() const;

    // Precondition: not full().
    void add(image::Frame frame);

    // Takes out the first frame, once it is read. Precondition: not empty().
    [[nodiscard]] ReadFrame next();

private:
    std::deque<std::future<ReadFrame>> works_;  // in the order of add()
    ReadOptions options_;
    Crew crew_;
};

}  // namespace mobilscan::scan
