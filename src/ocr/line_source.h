// LineSource: a place in a picture in, the line of text there out. The seam between what puts lines
// together and the networks; tests put made-up lines here.
#pragma once

#include "core/quad.h"
#include "core/result.h"
#include "image/image.h"
#include "ocr/text_line.h"

namespace mobilscan::ocr {

class LineSource {
public:
    virtual ~LineSource() = default;

    // The line in that quad of a BGR picture: along it, upwards, upside down, or stacked in it; the
    // text is empty where nothing is read. From one thread at a time. Error: inference_failed.
    [[nodiscard]] virtual Result<TextLine> read_region(image::ImageView picture,
                                                       const core::Quad& quad) = 0;

    // The same, never as a stack.
    [[nodiscard]] virtual Result<TextLine> read_row(image::ImageView picture,
                                                    const core::Quad& quad) = 0;

protected:
    LineSource() = default;
    LineSource(const LineSource&) = default;
    LineSource& operator=(const LineSource&) = default;
    LineSource(LineSource&&) = default;
    LineSource& operator=(LineSource&&) = default;
};

}  // namespace mobilscan::ocr
