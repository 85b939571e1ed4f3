#include "scan/scan.h"

#include <utility>

#include "core/check.h"
#include "scan/item_collector.h"
#include "scan/read_ahead.h"

namespace mobilscan::scan {
namespace {

// The next frame, read and reported; false at the end of the source.
Result<bool> scan_next(ReadAhead& frames, const ScanOptions& options, ScanObserver& observer,
                       ItemCollector& items) {
    const auto next = frames.next();
    if (!next) {
        return failure(next.error());
    }
    if (!next->has_value()) {
        return false;
    }
    const auto& [frame, reading, took] = **next;
    if (!reading) {
        return failure(reading.error());
    }
    if (options.items) {
        items.add_sample(frame.number / options.every_frames, reading->detections);
    }
    return observer.on_frame(frame, reading->detections).map([] { return true; });
}

}  // namespace

ScanOutcome scan(image::FrameSource& source, const ocr::TextReaders& readers,
                 const ScanOptions& options, ScanObserver& observer, const std::stop_token& stop) {
    ScanOutcome outcome;
    CHECK(options.every_frames >= 1);
    ItemCollector items;
    ReadAhead frames(source, readers, options.read);
    while (true) {
        if (stop.stop_requested()) {
            outcome.stopped_by = {core::ErrorCode::cancelled, "stopped before the end"};
            break;
        }
        const auto more = scan_next(frames, options, observer, items);
        if (!more) {
            outcome.stopped_by = more.error();
            break;
        }
        if (!*more) {
            break;
        }
        ++outcome.frames_read;
    }
    outcome.items = items.items();
    return outcome;
}

}  // namespace mobilscan::scan
