// One sampled frame to its readings: what the command line and the workers have in common.
#pragma once

#include <vector>

#include "barcode/barcode_reader.h"
#include "core/languages.h"
#include "core/result.h"
#include "image/frame_source.h"
#include "ocr/text_reader.h"
#include "scan/sight.h"

namespace mobilscan::scan {

struct ReadOptions {
    bool barcodes = true;        // look for codes too: about 22 ms of a 1080p frame
    core::Scripts scripts = {};  // texts are reported in these only
    barcode::BarcodeOptions codes = {};
};

struct FrameReading {
    std::vector<Sight> sights;  // texts in reading order, then codes
};

// Depends on the frame and the options alone. Errors: inference_failed.
[[nodiscard]] Result<FrameReading> read_frame(const image::Frame& frame, ocr::TextReader& reader,
                                              const ReadOptions& options);

}  // namespace mobilscan::scan
