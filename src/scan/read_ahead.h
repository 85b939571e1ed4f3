// ReadAhead: the frames of a source with their readings, in their order; while some are handled the
// next ones are fetched and read.
//
// Frames are read in groups, each of one chunk: what is in them depends on them, and on what was
// stored of the segment before. So a scan that goes on after an interruption reads the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "core/plan.h"
#include "core/result.h"
#include "image/frame_source.h"
#include "scan/crew.h"
#include "scan/group_reading.h"
#include "scan/memory.h"

namespace mobilscan::scan {

// To be used from one thread.
class ReadAhead {
public:
    // The frames that the source gives belong to the chunks, which follow one another; one or more.
    // The source and the readers must outlive it.
    ReadAhead(image::FrameSource& source, const ocr::TextReaders& readers,
              const ReadOptions& options, std::vector<core::ChunkFrames> chunks);

    // In the middle of a segment, of whose readings so far `memory` is. What the source gives
    // before the first chunk is not read again: the last of it is the frame that memory looks at.
    ReadAhead(image::FrameSource& source, const ocr::TextReaders& readers,
              const ReadOptions& options, std::vector<core::ChunkFrames> chunks, Memory memory);

    // The number of the frame that next() gives; nothing at the end. Errors, which come after the
    // frames before them and stay: those of the source; inference_failed.
    [[nodiscard]] Result<std::optional<std::int64_t>> peek();

    // The next frame, read; nothing at the end. Errors: those of peek().
    [[nodiscard]] Result<std::optional<ReadFrame>> next();

private:
    struct Group {
        std::size_t chunk = 0;
        std::unique_ptr<GroupReading> reading;
    };

    [[nodiscard]] Group gather();
    [[nodiscard]] std::optional<image::Frame> fetch();
    [[nodiscard]] std::size_t chunk_of(const image::Frame& frame) const;
    void enter(std::size_t chunk);
    [[nodiscard]] Result<bool> read_group();

    image::FrameSource& source_;
    ReadOptions options_;
    std::vector<core::ChunkFrames> chunks_;
    std::size_t next_chunk_ = 0;  // after that of the group that was read last
    Memory memory_;
    std::optional<image::Frame> held_;  // fetched, of a chunk to come
    Result<bool> more_ = true;          // whether the source has more frames, as far as is known
    std::optional<core::Error>
        reading_error_;  // why a group could not be read: nothing comes after it
    std::deque<ReadFrame> ready_;
    Crew crew_;
    Group upcoming_;  // gathered and looked at
};

}  // namespace mobilscan::scan
