// Barcodes of a picture.
#pragma once

#include <string>
#include <vector>

#include "core/quad.h"
#include "image/image.h"

namespace mobilscan::barcode {

// How hard to look. Milliseconds are medians over 1080p film frames without a code, one thread. (A
// search without finer scan lines takes 7 and finds no Data Matrix in videos: decision 0014.)
enum class Effort {
    // Sampled frames of a video: 22 ms, without the search for bars that were not read, of which
    // each is tried as a still.
    thorough,
    // Stills: as thorough; while nothing is found, the picture is tried with its contrast made even
    // (34 ms more), turned by 45 degrees (61 ms) and, where it has at most a megapixel, enlarged
    // and turned by 20 degrees to either side.
    exhaustive,
};

struct BarcodeOptions {
    Effort effort = Effort::thorough;
    // The two or five digits beside an EAN or UPC, as part of its text. They are found in much that
    // is none: of 600 pictures of codes 7 more are then read wrongly. Whoever wants them knows that
    // they are there: an exhaustive search goes on until it finds them.
    bool add_ons = false;
};

struct BarcodeReading {
    // ZXing's name of the symbology: "QR Code", "EAN-13", "Data Matrix"; "UPC-A" where an EAN-13
    // begins with 0; "GS1-128", "GS1 Data Matrix" where the content is made of GS1's elements
    // (core/gs1.h).
    std::string format;
    // Content as UTF-8, of EAN and UPC the digits that stand under the bars, without the
    // human-readable brackets of GS1; bytes in hexadecimal where it is no text.
    std::string text;
    core::Quad quad{};     // pixels, clockwise from the symbol's own top left
    bool is_weak = false;  // too little was seen of it to be believed without another proof
};

// Every code that could be read, in the order of its position: top to bottom, left to right. Codes
// without content are left out. Pure; may be called from several threads.
[[nodiscard]] std::vector<BarcodeReading> read_barcodes(image::ImageView picture,
                                                        const BarcodeOptions& options);

}  // namespace mobilscan::barcode
