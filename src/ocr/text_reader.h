// TextReader: picture in, lines of text out. The seam between the scan and the networks; tests put
// a made-up reader here.
#pragma once

#include <memory>
#include <vector>

#include "core/result.h"
#include "image/image.h"
#include "ocr/text_line.h"

namespace mobilscan::ocr {

class TextReader {
public:
    virtual ~TextReader() = default;

    // The lines of a BGR picture in reading order; none is a valid answer. The same picture gives
    // the same lines. To be called from one thread at a time. Error: inference_failed.
    [[nodiscard]] virtual Result<std::vector<TextLine>> read(image::ImageView picture) = 0;

protected:
    TextReader() = default;
    TextReader(const TextReader&) = default;
    TextReader& operator=(const TextReader&) = default;
};

// Readers that read alike, one for each thread that reads.
using TextReaders = std::vector<std::unique_ptr<TextReader>>;

}  // namespace mobilscan::ocr
