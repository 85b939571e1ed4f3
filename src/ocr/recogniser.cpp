#include "ocr/recogniser.h"

#include <algorithm>

#include "ocr/ctc.h"
#include "ocr/line_input.h"

namespace mobilscan::ocr {

namespace {

constexpr std::int32_t width_bucket_min = 64;

}  // namespace

std::int32_t width_bucket(std::int32_t scaled_width) noexcept {
    // Fine steps where most labels lie, coarse ones for long lines: each width costs memory.
    const std::int32_t step = scaled_width <= 320    ? 32
                              : scaled_width <= 640  ? 64
                              : scaled_width <= 1280 ? 128
                                                     : 256;
    return std::clamp((scaled_width + step - 1) / step * step, width_bucket_min, width_bucket_max);
}

Result<Recogniser> Recogniser::create(const inference::Network& network) {
    auto dictionary = Dictionary::parse(network.metadata("character"));
    if (!dictionary) {
        return failure(dictionary.error());
    }
    return network.open_session().map([&](inference::Session&& session) {
        return Recogniser(std::move(session), std::move(*dictionary));
    });
}

Result<std::vector<CharacterReading>> Recogniser::recognise(image::ImageView line) {
    const std::int32_t scaled_width = scaled_line_width(line, width_bucket_max);
    const std::int32_t width = width_bucket(scaled_width);
    const auto output = run_on_line(session_, line, width);
    if (!output) {
        return failure(output.error());
    }
    if (output->shape.size() != 3 || output->shape[2] != dictionary_.classes()) {
        return failure(core::ErrorCode::model_mismatch,
                       "the recognition model and its dictionary do not fit together");
    }
    const CtcMatrix matrix{output->values, output->shape[1], output->shape[2]};
    const float line_steps = static_cast<float>(matrix.steps) * static_cast<float>(scaled_width) /
                             static_cast<float>(width);
    return without_outer_spaces(decode_greedily(matrix, dictionary_, line_steps));
}

}  // namespace mobilscan::ocr
