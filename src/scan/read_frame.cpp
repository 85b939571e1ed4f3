#include "scan/read_frame.h"

#include <cmath>
#include <utility>

#include "ocr/calibration.h"
#include "ocr/script_filter.h"

namespace mobilscan::scan {
namespace {

using core::Kind;

void append(std::string& text, const std::string& character, float confidence) {
    text += character + "\t" + std::to_string(std::lround(confidence * 1e4F));
}

}  // namespace

Result<FrameReading> read_frame(const image::Frame& frame, ocr::TextReader& reader,
                                const ReadOptions& options) {
    auto lines = ocr::read_in_scripts(reader, frame.picture.view(), options.scripts);
    if (!lines) {
        return failure(lines.error());
    }
    FrameReading reading;
    for (ocr::TextLine& line : *lines) {
        reading.detections.push_back({Kind::text, frame.number, frame.timestamp_us,
                                      std::move(line.text), "",
                                      ocr::calibrated_confidence(line.confidence), line.quad});
        reading.characters.push_back(std::move(line.characters));
    }
    if (options.barcodes) {
        for (barcode::BarcodeReading& code :
             barcode::read_barcodes(frame.picture.view(), options.codes)) {
            reading.detections.push_back({Kind::barcode, frame.number, frame.timestamp_us,
                                          std::move(code.text), std::move(code.format), 1.0F,
                                          code.quad});
        }
    }
    return reading;
}

std::string characters_text(const std::vector<ocr::CharacterReading>& characters) {
    std::string text;
    for (const ocr::CharacterReading& character : characters) {
        append(text, character.text, character.confidence);
        for (const ocr::Alternative& other : character.alternatives) {
            text += '\t';
            append(text, other.text, other.confidence);
        }
        text += '\n';
    }
    return text;
}

}  // namespace mobilscan::scan
