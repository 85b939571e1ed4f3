// The settings that every reading command shares, and what they build.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/languages.h"
#include "core/result.h"
#include "inference/network.h"
#include "media/decoder_settings.h"
#include "ocr/reader.h"

namespace mobilscan::cli {

struct EngineOptions {
    std::string models;  // folder of the models; empty: beside the program
    int threads = 0;     // 0: as many as this machine has cores
    std::optional<inference::Precision> precision;  // none: the faster one, precision_of
    ocr::Profile profile = ocr::Profile::balanced;
    inference::Device device = inference::Device::cpu;
    std::string model_cache;  // folder of compiled networks; empty: the user's, "none": none
    std::string tuning;       // ocr/reader_tuning.h; of benches
};

// Adds --models, --model-cache, --threads, --precision, --profile and --use-gpu, with their
// environment variables, and --tune, which no help shows: it is for benches.
void add_engine_options(CLI::App& command, EngineOptions& options);

// Adds --languages, which sets `languages`, with its environment variables.
void add_languages_option(CLI::App& command, core::Languages& languages);

// Where this executable is.
[[nodiscard]] std::filesystem::path folder_of_the_program();

// --models, else ../share/mobilscan/models from the executable (where it is installed), else
// `models` beside it (where it is built).
[[nodiscard]] std::filesystem::path models_folder(const EngineOptions& options);

// Folder of compiled networks, which need not be there yet; empty: none are kept, as those of a
// GPU.
[[nodiscard]] std::filesystem::path model_cache(const EngineOptions& options);

[[nodiscard]] int thread_count(const EngineOptions& options);

// What --precision asks for; of itself bf16 on a CPU that has it, f32 elsewhere.
[[nodiscard]] inference::Precision precision_of(const EngineOptions& options);

// How many pictures are read at once when there are many: a core for each is the cheapest, as
// threads of one inference wait for one another; more than a few take too much memory.
[[nodiscard]] int readers_at_once(const EngineOptions& options);

// How networks are compiled for so many readers.
[[nodiscard]] inference::NetworkOptions network_options(const EngineOptions& options, int readers);

// The networks, loaded and checked, and so many readers, which divide the threads among
// themselves. Errors: usage (of --tune), model_missing, model_mismatch, device_missing,
// inference_failed.
[[nodiscard]] Result<ocr::TextReaders> load_readers(const EngineOptions& options, int count);

[[nodiscard]] media::DecoderSettings decoder_settings(const EngineOptions& options);

}  // namespace mobilscan::cli
