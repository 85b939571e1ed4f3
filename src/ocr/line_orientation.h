// LineOrientation: whether the picture of a line stands on its head.
//
// PP-OCR orientation classifier v2.0: input 1x3x48x192, BGR, (x / 255 - .5) / .5, the line scaled
// to height 48 and padded right with 0. Output 1x2: probability of 0 and of 180 degrees.
#pragma once

#include "core/result.h"
#include "image/image.h"
#include "inference/network.h"

namespace mobilscan::ocr {

class LineOrientation {
public:
    [[nodiscard]] static Result<LineOrientation> create(const inference::Network& network);

    // Probability, 0 to 1, that the line is upside down. From one thread at a time.
    [[nodiscard]] Result<float> upside_down(image::ImageView line);

private:
    explicit LineOrientation(inference::Session session) : session_(std::move(session)) {}
    inference::Session session_;
};

}  // namespace mobilscan::ocr
