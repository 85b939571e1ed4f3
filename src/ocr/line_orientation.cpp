#include "ocr/line_orientation.h"

#include <array>

#include "ocr/line_input.h"

namespace mobilscan::ocr {
namespace {

constexpr std::int32_t input_width = 192;

}  // namespace

Result<LineOrientation> LineOrientation::create(const inference::Network& network) {
    return network.open_session().map(
        [](inference::Session&& session) { return LineOrientation(std::move(session)); });
}

Result<float> LineOrientation::upside_down(image::ImageView line) {
    auto output = run_on_line(session_, line, input_width);
    if (!output) {
        return failure(output.error());
    }
    if (output->values.size() != 2) {
        return failure(core::ErrorCode::inference_failed,
                       "the orientation model must have two classes");
    }
    return output->values[1];
}

}  // namespace mobilscan::ocr
