// Reader: detection, orientation and recognition joined: PP-OCRv6 on a picture.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/result.h"
#include "inference/network.h"
#include "ocr/code_assembly.h"
#include "ocr/detector.h"
#include "ocr/line_reader.h"
#include "ocr/region_joining.h"
#include "ocr/text_reader.h"

namespace mobilscan::ocr {

// To be raised with every change of the rules, thresholds or calibration of texts or codes, and of
// what is stored with a reading: readings before and after it are not mixed in one job.
inline constexpr int reader_revision = 5;

struct ReaderOptions {
    DetectorOptions detector;
    LineReaderOptions lines;
    float noise_max = 9;  // grey levels; a picture with more is smoothed first
    // A region that the detector is less sure of is not read by itself, only as part of a stack.
    float region_confidence_min = 0.5F;
    float line_confidence_min = 0.75F;  // lines below it are not reported
    bool reads_cut_words = true;        // of which a small picture is full, where nothing is found
    bool assembles_codes = true;        // of containers, from parts that stand apart
    JoinOptions code_parts;
    bool joins_large_words = true;
    float large_word_share_min = 0.2F;  // height of such words to the picture's shorter side
    JoinOptions large_words{
        .gap_max = 1.5F, .overlap_max = 0.3F, .offset_max = 0.2F, .height_ratio_min = 0.75F};
};

// How much work a picture is worth. Figures of each in docs/benchmarks/.
enum class Profile { fast, balanced, accurate };

[[nodiscard]] ReaderOptions options_for(Profile profile) noexcept;

// Loads the three models from a folder, checks each against its pinned hash, compiles them; a
// reader for each stream of the networks, which share the weights.
// Errors: model_missing, model_mismatch, device_missing, inference_failed.
[[nodiscard]] Result<TextReaders> load_readers(const std::filesystem::path& models,
                                               const inference::NetworkOptions& network,
                                               const ReaderOptions& options);

}  // namespace mobilscan::ocr
