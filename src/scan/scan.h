// The main job: sampled frames in; detections and items out.
//
// Knows no file, no database and no HTTP: frames come through image::FrameSource, readings leave
// through ScanObserver.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/detection.h"
#include "core/error.h"
#include "core/plan.h"
#include "core/result.h"
#include "image/frame_source.h"
#include "ocr/text_reader.h"
#include "scan/read_frame.h"

namespace mobilscan::scan {

struct ScanOptions {
    ReadOptions read = {};
    bool items = true;                           // join detections into items
    std::vector<core::ChunkFrames> chunks = {};  // of the whole video
};

// Is told of every sampled frame as soon as it was read: for progress, rows and evidence.
class ScanObserver {
public:
    virtual ~ScanObserver() = default;

    // What was read in `frame`; often nothing. An error ends the scan with it. Called on the thread
    // that called scan().
    [[nodiscard]] virtual Result<void> on_frame(const image::Frame& frame,
                                                const FrameReading& reading) = 0;

protected:
    ScanObserver() = default;
    ScanObserver(const ScanObserver&) = default;
    ScanObserver& operator=(const ScanObserver&) = default;
};

// What was found, also when the scan ended early.
struct ScanOutcome {
    std::vector<core::Item> items;  // by first appearance
    // Of each detection, in the order in which the observer was told of them, the index of its
    // item; nothing for one that was not believed. Empty without items.
    std::vector<std::optional<std::size_t>> item_of_detection;
    std::int64_t frames_read = 0;
    std::int64_t crops_seen = 0;            // regions of text in them
    std::int64_t crops_read = 0;            // that were recognised
    std::optional<core::Error> stopped_by;  // nothing: all frames of the source were read
};

// Reads every frame of the source, on as many threads as there are readers; this one fetches and
// reports them, in their order. A stop request is seen between frames and ends with
// ErrorCode::cancelled. Precondition: one chunk or more.
[[nodiscard]] ScanOutcome scan(image::FrameSource& source, const ocr::TextReaders& readers,
                               const ScanOptions& options, ScanObserver& observer,
                               const std::stop_token& stop);

}  // namespace mobilscan::scan
