// One sampled frame to its readings: what the command line and the workers have in common.
#pragma once

#include <string>
#include <vector>

#include "barcode/barcode_reader.h"
#include "core/detection.h"
#include "core/languages.h"
#include "core/result.h"
#include "image/frame_source.h"
#include "ocr/text_reader.h"

namespace mobilscan::scan {

struct ReadOptions {
    bool barcodes = true;  // look for codes too: about 22 ms of a 1080p frame
    core::Scripts scripts = {};  // texts are reported in these only
    barcode::BarcodeOptions codes = {barcode::Effort::thorough};
};

struct FrameReading {
    std::vector<core::Detection> detections;  // texts in reading order, then codes
    // For each text its characters; for later detections nothing.
    std::vector<std::vector<ocr::CharacterReading>> characters;
};

// Depends on the frame and the options alone. Errors: inference_failed.
[[nodiscard]] Result<FrameReading> read_frame(const image::Frame& frame, ocr::TextReader& reader,
                                              const ReadOptions& options);

// The characters of a text for one column: a line each, its fields between tabs: the character and
// its confidence in ten-thousandths, then likewise each alternative, the most probable first.
[[nodiscard]] std::string characters_text(const std::vector<ocr::CharacterReading>& characters);

}  // namespace mobilscan::scan
