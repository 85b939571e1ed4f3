#include "scan/scan.h"

#include <utility>

#include "barcode/barcode_reader.h"
#include "scan/item_collector.h"

namespace mobilscan::scan {
namespace {

using core::Detection;
using core::Kind;

Result<std::vector<Detection>> read_frame(const image::Frame& frame, ocr::TextReader& reader,
                                          const ScanOptions& options) {
    std::vector<Detection> detections;
    auto lines = reader.read(frame.picture.view());
    if (!lines) {
        return failure(lines.error());
    }
    for (ocr::TextLine& line : *lines) {
        detections.push_back({Kind::text, frame.number, frame.timestamp_us, std::move(line.text),
                              "", line.confidence, line.quad});
    }
    if (options.barcodes) {
        for (barcode::BarcodeReading& code :
             barcode::read_barcodes(frame.picture.view(), barcode::Effort::quick)) {
            detections.push_back({Kind::barcode, frame.number, frame.timestamp_us,
                                  std::move(code.text), std::move(code.format), 1.0F, code.quad});
        }
    }
    return detections;
}

// The next frame, read and reported; false at the end of the source.
Result<bool> scan_next(image::FrameSource& source, ocr::TextReader& reader,
                       const ScanOptions& options, ScanObserver& observer, ItemCollector& items) {
    const auto frame = source.next();
    if (!frame) {
        return failure(frame.error());
    }
    if (!frame->has_value()) {
        return false;
    }
    const auto detections = read_frame(**frame, reader, options);
    if (!detections) {
        return failure(detections.error());
    }
    if (options.items) {
        items.add_sample(*detections);
    }
    return observer.on_frame(**frame, *detections).map([] { return true; });
}

}  // namespace

ScanOutcome scan(image::FrameSource& source, ocr::TextReader& reader, const ScanOptions& options,
                 ScanObserver& observer, const std::stop_token& stop) {
    ScanOutcome outcome;
    ItemCollector items;
    while (true) {
        if (stop.stop_requested()) {
            outcome.stopped_by = {core::ErrorCode::cancelled, "stopped before the end"};
            break;
        }
        const auto more = scan_next(source, reader, options, observer, items);
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
