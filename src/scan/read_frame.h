// One sampled frame to its readings: what the command line and the workers have in common.
#pragma once

#include <cstdint>
#include <vector>

#include "barcode/barcode_reader.h"
#include "core/languages.h"
#include "core/result.h"
#include "core/unread.h"
#include "image/frame_source.h"
#include "ocr/text_reader.h"
#include "scan/sight.h"

namespace mobilscan::scan {

struct ReadOptions {
    bool barcodes = true;        // look for codes too: about 22 ms of a 1080p frame
    core::Scripts scripts = {};  // texts are reported in these only
    barcode::BarcodeOptions codes = {};
    // Text that is known from the frames around it is carried, where frames are read in groups.
    bool carries = true;
    std::int64_t every_frames = 30;  // the step between samples
};

struct FrameReading {
    std::vector<Sight> sights;         // texts in reading order, then codes
    std::vector<core::Unread> unread;  // where frames are read in groups
};

// A quad as it is stored.
[[nodiscard]] core::Quad as_stored(core::Quad quad);

// The lines that were read in the frame and are in these scripts, as they are stored.
[[nodiscard]] std::vector<Sight> text_sights(const image::Frame& frame,
                                             std::vector<ocr::TextLine> lines,
                                             const core::Scripts& scripts);

// The codes in the frame.
[[nodiscard]] std::vector<Sight> code_sights(const image::Frame& frame,
                                             const barcode::BarcodeOptions& options);

// The frame by itself: it depends on the frame and the options alone. Errors: inference_failed.
[[nodiscard]] Result<FrameReading> read_frame(const image::Frame& frame, ocr::TextReader& reader,
                                              const ReadOptions& options);

}  // namespace mobilscan::scan
