#include "scan/scan.h"

#include <utility>

#include "core/check.h"
#include "scan/item_making.h"
#include "scan/read_ahead.h"
#include "scan/tracker.h"

namespace mobilscan::scan {
namespace {

struct Tracks {
    Tracker tracker;
    std::vector<std::size_t> of_detection;
};

// The next frame, read and reported; false at the end of the source.
Result<bool> scan_next(ReadAhead& frames, const ScanOptions& options, ScanObserver& observer,
                       Tracks& tracks, ScanOutcome& outcome) {
    const auto next = frames.next();
    if (!next) {
        return failure(next.error());
    }
    if (!next->has_value()) {
        return false;
    }
    const auto& [frame, reading, crops_seen, crops_read] = **next;
    outcome.crops_seen += crops_seen;
    outcome.crops_read += crops_read;
    if (options.items) {
        const auto joined =
            tracks.tracker.add_sample(frame.number / options.read.every_frames, reading.sights);
        tracks.of_detection.insert(tracks.of_detection.end(), joined.begin(), joined.end());
    }
    return observer.on_frame(frame, reading).map([] { return true; });
}

}  // namespace

ScanOutcome scan(image::FrameSource& source, const ocr::TextReaders& readers,
                 const ScanOptions& options, ScanObserver& observer, const std::stop_token& stop) {
    ScanOutcome outcome;
    CHECK(options.read.every_frames >= 1);
    Tracks tracks;
    ReadAhead frames(source, readers, options.read, options.chunks);
    while (true) {
        if (stop.stop_requested()) {
            outcome.stopped_by = {core::ErrorCode::cancelled, "stopped before the end"};
            break;
        }
        const auto more = scan_next(frames, options, observer, tracks, outcome);
        if (!more) {
            outcome.stopped_by = more.error();
            break;
        }
        if (!*more) {
            break;
        }
        ++outcome.frames_read;
    }
    MadeItems made = make_items(tracks.tracker.tracks());
    outcome.items = std::move(made.items);
    for (const std::size_t track : tracks.of_detection) {
        outcome.item_of_detection.push_back(made.item_of_track[track]);
    }
    return outcome;
}

}  // namespace mobilscan::scan
