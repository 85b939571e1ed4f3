#include "cli/engine_options.h"

#include <algorithm>
#include <system_error>
#include <thread>

#include "cli/choice.h"
#include "core/limits.h"

namespace mobilscan::cli {

std::filesystem::path folder_of_the_program() {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

void add_engine_options(CLI::App& command, EngineOptions& options) {
    add_choice(command, "--profile", options.profile,
               {{"fast", ocr::Profile::fast},
                {"balanced", ocr::Profile::balanced},
                {"accurate", ocr::Profile::accurate}},
               "fast: large text only; balanced (default); accurate: small text too");
    command
        .add_option("--threads", options.threads,
                    "Threads of the networks; default: MOBILSCAN_THREADS, else one per core")
        ->envname("MOBILSCAN_THREADS")
        ->check(CLI::Range(1, limits::threads_max))
        ->option_text("N");
    command
        .add_option("--models", options.models,
                    "Folder of the models; default: MOBILSCAN_MODELS_DIR, else beside the program")
        ->envname("MOBILSCAN_MODELS_DIR")
        ->option_text("DIR");
    add_choice(command, "--precision", options.precision,
               {{"f32", inference::Precision::f32}, {"bf16", inference::Precision::bf16}},
               "Arithmetic of the networks: f32 (default), or bf16 where the CPU has it; "
               "also MOBILSCAN_PRECISION")
        ->envname("MOBILSCAN_PRECISION");
}

std::filesystem::path models_folder(const EngineOptions& options) {
    if (!options.models.empty()) {
        return options.models;
    }
    const std::filesystem::path beside = folder_of_the_program();
    const std::filesystem::path installed = beside / "../share/mobilscan/models";
    std::error_code error;
    return std::filesystem::exists(installed, error) ? installed : beside / "models";
}

int thread_count(const EngineOptions& options) {
    if (options.threads > 0) {
        return options.threads;
    }
    const auto cores = static_cast<int>(std::thread::hardware_concurrency());
    return std::clamp(cores, 1, limits::threads_max);
}

Result<std::unique_ptr<ocr::TextReader>> load_reader(const EngineOptions& options) {
    const inference::NetworkOptions network{thread_count(options), options.precision};
    return ocr::load_reader(models_folder(options), network, ocr::options_for(options.profile));
}

media::DecoderSettings decoder_settings(const EngineOptions& options) {
    media::DecoderSettings settings;
    settings.threads = std::min(thread_count(options), limits::decoder_threads_max);
    return settings;
}

}  // namespace mobilscan::cli
