#include "scan/read_frame.h"

#include <cmath>
#include <utility>

#include "core/text.h"
#include "ocr/calibration.h"
#include "ocr/script_filter.h"

namespace mobilscan::scan {
namespace {

// As it is stored, so that whoever goes on from stored rows goes on from the same numbers.
float rounded(float value, float steps) {
    return std::round(value * steps) / steps;
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

Sight sight_of(const image::Frame& frame, core::Detection detection,
               std::vector<ocr::CharacterReading> characters) {
    detection.frame_number = frame.number;
    detection.timestamp_us = frame.timestamp_us;
    detection.quad = as_stored(detection.quad);
    const core::Cut cut = cut_of(detection.quad, frame.picture.width(), frame.picture.height());
    return {std::move(detection), rounded(std::move(characters)), cut};
}

}  // namespace

core::Quad as_stored(core::Quad quad) {
    constexpr float tenths = 10;
    for (core::Point& corner : quad) {
        corner = {rounded(corner.x, tenths), rounded(corner.y, tenths)};
    }
    return quad;
}

std::vector<Sight> text_sights(const image::Frame& frame, std::vector<ocr::TextLine> lines,
                               const core::Scripts& scripts) {
    std::vector<Sight> sights;
    for (ocr::TextLine& line : ocr::in_scripts(std::move(lines), scripts)) {
        core::Detection detection;
        detection.text = std::move(line.text);
        detection.confidence = ocr::calibrated_confidence(line.confidence);
        detection.quad = line.quad;
        sights.push_back(sight_of(frame, std::move(detection), std::move(line.characters)));
    }
    return sights;
}

std::vector<Sight> code_sights(const image::Frame& frame, const barcode::BarcodeOptions& options) {
    std::vector<Sight> sights;
    for (barcode::BarcodeReading& code : barcode::read_barcodes(frame.picture.view(), options)) {
        core::Detection detection;
        detection.kind = core::Kind::barcode;
        detection.text = core::storable(code.text);
        detection.format = std::move(code.format);
        detection.confidence = code.is_weak ? core::weak_code_confidence : 1.0F;
        detection.quad = code.quad;
        sights.push_back(sight_of(frame, std::move(detection), {}));
    }
    return sights;
}

Result<FrameReading> read_frame(const image::Frame& frame, ocr::TextReader& reader,
                                const ReadOptions& options) {
    return reader.read(frame.picture.view()).map([&](std::vector<ocr::TextLine>&& lines) {
        FrameReading reading{text_sights(frame, std::move(lines), options.scripts), {}};
        if (options.barcodes) {
            for (Sight& code : code_sights(frame, options.codes)) {
                reading.sights.push_back(std::move(code));
            }
        }
        return reading;
    });
}

}  // namespace mobilscan::scan
