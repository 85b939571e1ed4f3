// Recogniser: the characters of one line.
//
// PP-OCRv6 recognition: input as in line_input.h, any width; output 1 x width/8 x classes,
// probabilities (already softmax), decoded by CTC.
#pragma once

#include <cstdint>
#include <vector>

#include "core/result.h"
#include "image/image.h"
#include "inference/network.h"
#include "ocr/dictionary.h"
#include "ocr/text_line.h"

namespace mobilscan::ocr {

// Input width for a line whose own width at line_height is `scaled_width`. It depends on the line
// alone, never on its neighbours: padding changes what the network reads.
[[nodiscard]] std::int32_t width_bucket(std::int32_t scaled_width) noexcept;

// The widest bucket; a longer line is squeezed into it.
inline constexpr std::int32_t width_bucket_max = 2560;

class Recogniser {
public:
    // Error: model_mismatch when the model's dictionary does not fit.
    [[nodiscard]] static Result<Recogniser> create(const inference::Network& network);

    // The characters of a line that runs left to right, outer spaces dropped; none is possible.
    // From one thread at a time. Errors: inference_failed, model_mismatch.
    [[nodiscard]] Result<std::vector<CharacterReading>> recognise(image::ImageView line);

private:
    Recogniser(inference::Session session, Dictionary dictionary)
        : session_(std::move(session)), dictionary_(std::move(dictionary)) {}

    inference::Session session_;
    Dictionary dictionary_;
};

}  // namespace mobilscan::ocr
