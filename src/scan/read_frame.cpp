#include "scan/read_frame.h"

#include <cmath>
#include <utility>

#include "ocr/calibration.h"
#include "ocr/script_filter.h"

namespace mobilscan::scan {
namespace {

// As it is stored, so that whoever goes on from stored rows goes on from the same numbers.
float rounded(float value, float steps) {
    return std::round(value * steps) / steps;
}

core::Quad rounded(core::Quad quad) {
    constexpr float tenths = 10;
    for (core::Point& corner : quad) {
        corner = {rounded(corner.x, tenths), rounded(corner.y, tenths)};
    }
    return quad;
}

std::vector<ocr::CharacterReading> rounded(std::vector<ocr::CharacterReading> characters) {
    constexpr float ten_thousandths = 1e4F;
    for (ocr::CharacterReading& character : characters) {
        character.confidence = rounded(character.confidence, ten_thousandths);
        for (ocr::Alternative& other : character.alternatives) {
            other.confidence = rounded(other.confidence, ten_thousandths);
        }
    }
    return characters;
}

}  // namespace

Result<FrameReading> read_frame(const image::Frame& frame, ocr::TextReader& reader,
                                const ReadOptions& options) {
    auto lines = ocr::read_in_scripts(reader, frame.picture.view(), options.scripts);
    if (!lines) {
        return failure(lines.error());
    }
    FrameReading reading;
    const auto add = [&](core::Detection detection, std::vector<ocr::CharacterReading> characters) {
        detection.frame_number = frame.number;
        detection.timestamp_us = frame.timestamp_us;
        detection.quad = rounded(detection.quad);
        const bool cut = is_cut(detection.quad, frame.picture.width(), frame.picture.height());
        reading.sights.push_back({std::move(detection), rounded(std::move(characters)), cut});
    };
    for (ocr::TextLine& line : *lines) {
        core::Detection detection;
        detection.text = std::move(line.text);
        detection.confidence = ocr::calibrated_confidence(line.confidence);
        detection.quad = line.quad;
        add(std::move(detection), std::move(line.characters));
    }
    if (options.barcodes) {
        for (barcode::BarcodeReading& code :
             barcode::read_barcodes(frame.picture.view(), options.codes)) {
            core::Detection detection;
            detection.kind = core::Kind::barcode;
            detection.text = std::move(code.text);
            detection.format = std::move(code.format);
            detection.confidence = code.is_weak ? core::weak_code_confidence : 1.0F;
            detection.quad = code.quad;
            add(std::move(detection), {});
        }
    }
    return reading;
}

}  // namespace mobilscan::scan
