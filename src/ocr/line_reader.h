// LineReader: the lines of a picture as the networks read them: cut out, the right way up,
// recognised.
#pragma once

#include <utility>

#include "core/quad.h"
#include "core/result.h"
#include "image/image.h"
#include "ocr/line_crop.h"
#include "ocr/line_orientation.h"
#include "ocr/line_source.h"
#include "ocr/recogniser.h"
#include "ocr/text_line.h"

namespace mobilscan::ocr {

struct LineReaderOptions {
    float flip_confidence_min = 0.995F;  // turn a line around only when this sure
    // A line of a confidence between these is tried the other way round, too, if it is at least so
    // likely to stand on its head, and turned only when it reads that much better. Below is noise:
    // print on its head still looks like print.
    float doubt_confidence_min = 0.4F;
    float doubt_confidence_max = 0.85F;
    float turned_confidence_min = 0.5F;
    float turn_gain_min = 0.15F;
    bool tries_both_ways = true;
    bool reads_stacks = true;  // characters one below the other
};

class LineReader final : public LineSource {
public:
    LineReader(LineOrientation orientation, Recogniser recogniser, const LineReaderOptions& options)
        : orientation_(std::move(orientation)),
          recogniser_(std::move(recogniser)),
          options_(options) {}

    [[nodiscard]] Result<TextLine> read_region(image::ImageView picture,
                                               const core::Quad& quad) override;
    [[nodiscard]] Result<TextLine> read_row(image::ImageView picture,
                                            const core::Quad& quad) override;

private:
    [[nodiscard]] Result<TextLine> recognised(const LineCrop& crop);

    LineOrientation orientation_;
    Recogniser recogniser_;
    LineReaderOptions options_;
};

}  // namespace mobilscan::ocr
