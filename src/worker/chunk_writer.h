// ChunkWriter: the readings of a chunk on their way to the disk: evidence files first, rows second.
// From one thread; internal to worker/.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "image/frame_source.h"
#include "scan/read_frame.h"
#include "worker/item_fold.h"
#include "worker/task.h"

namespace mobilscan::worker {

class ChunkWriter {
public:
    // The task must outlive it.
    // `items`: the labels of the segment so far.
    ChunkWriter(Task& task, ItemFold items)
        : task_(task),
          items_(std::move(items)),
          needs_poster_(task.claim.segment == 0 && task.claim.frames_read == 0) {}

    // Takes in a frame that was read, and keeps its picture when it bears a detection.
    [[nodiscard]] Result<void> add(const image::Frame& frame, scan::FrameReading reading);

    // Writes and syncs the evidence, then commits the rows of the chunk, which is
    // Claim::next_chunk, and begins the next one. When the evidence cannot be written there are no
    // rows. Errors: of blobs/ and SegmentStore.
    [[nodiscard]] Result<void> commit(std::string warnings = {});

private:
    struct File {
        std::string name;
        std::vector<std::uint8_t> bytes;
    };

    [[nodiscard]] Result<void> keep(std::string name, image::ImageView picture, int quality);

    Task& task_;
    ItemFold items_;
    bool needs_poster_;  // no frame of the video was read before
    std::vector<File> evidence_;
    std::vector<store::DetectionRow> rows_;
    std::vector<core::Unread> unread_;
    std::int64_t chunk_ = task_.claim.next_chunk;  // that is being gathered
    std::int64_t frames_read_ = 0;
};

}  // namespace mobilscan::worker
