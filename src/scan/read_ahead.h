// ReadAhead: the frames of a source with their readings, in their order; while one is handled the
// next ones are fetched and read.
#pragma once

#include <cstdint>
#include <optional>

#include "core/result.h"
#include "image/frame_source.h"
#include "scan/frame_readers.h"

namespace mobilscan::scan {

// To be used from one thread.
class ReadAhead {
public:
    // The source and the readers must outlive it.
    ReadAhead(image::FrameSource& source, const ocr::TextReaders& readers,
              const ReadOptions& options)
        : source_(source), readers_(readers, options) {}

    // The number of the frame that next() gives; nothing at the end. An error of the source comes
    // after the frames before it, and stays.
    [[nodiscard]] Result<std::optional<std::int64_t>> peek();

    // The next frame, read; nothing at the end. Errors: those of the source.
    [[nodiscard]] Result<std::optional<ReadFrame>> next();

private:
    image::FrameSource& source_;
    FrameReaders readers_;
    Result<bool> more_ = true;  // whether the source has more frames, as far as is known
};

}  // namespace mobilscan::scan
