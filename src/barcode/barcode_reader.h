// Barcodes of a picture.
#pragma once

#include <string>
#include <vector>

#include "core/quad.h"
#include "image/image.h"

namespace mobilscan::barcode {

// How hard to look. Milliseconds are medians over 1080p film frames without a code, one thread.
enum class Effort {
    quick,     // sampled frames of a video: 7 ms; finds 93 % of what thorough does
    thorough,  // stills: 22 ms; also tries finer scan lines
};

struct BarcodeReading {
    std::string format;  // ZXing's name of the symbology: "QRCode", "EAN-13", "DataMatrix", ...
    std::string text;    // content as UTF-8, without the human-readable brackets of GS1
    core::Quad quad{};   // pixels, clockwise from the symbol's own top left
};

// Every code that could be read, in the order of its position: top to bottom, left to right. Codes
// without text content are left out. Pure; may be called from several threads.
[[nodiscard]] std::vector<BarcodeReading> read_barcodes(image::ImageView picture, Effort effort);

}  // namespace mobilscan::barcode
