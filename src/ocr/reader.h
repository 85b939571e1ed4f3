// Reader: detection, orientation and recognition joined: PP-OCRv6 on a picture.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "core/result.h"
#include "inference/network.h"
#include "ocr/detector.h"
#include "ocr/text_reader.h"

namespace mobilscan::ocr {

struct ReaderOptions {
    DetectorOptions detector;
    float flip_confidence_min = 0.9F;   // turn a line around only when this sure
    float line_confidence_min = 0.75F;  // lines below it are not reported
};

// How much work a picture is worth. Figures of each in docs/benchmarks/.
enum class Profile { fast, balanced, accurate };

[[nodiscard]] ReaderOptions options_for(Profile profile) noexcept;

// Loads the three models from a folder, checks each against its pinned hash, compiles them.
// Errors: model_missing, model_mismatch, device_missing, inference_failed.
[[nodiscard]] Result<std::unique_ptr<TextReader>> load_reader(
    const std::filesystem::path& models, const inference::NetworkOptions& network,
    const ReaderOptions& options);

}  // namespace mobilscan::ocr
