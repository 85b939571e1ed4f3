#include "cli/engine_options.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <thread>

#include "cli/choice.h"
#include "core/limits.h"
#include "core/text.h"
#include "image/threads.h"
#include "ocr/reader_tuning.h"

namespace mobilscan::cli {

std::filesystem::path folder_of_the_program() {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

namespace {

// The one of two variables that counts: ours before the original product's, an empty one never.
std::string variable_that_counts(const char* ours, const char* original) {
    const char* value = std::getenv(ours);
    return value != nullptr && *value != 0 ? ours : original;
}

}  // namespace

void add_engine_options(CLI::App& command, EngineOptions& options) {
    // CLI11 reads the variables of every command, also of one that was not asked for, unless it has
    // this callback: a wrong FRAME_INTERVAL would keep `doctor` from its work.
    command.parse_complete_callback([] {});
    add_choice(
        command, "--profile", options.profile,
        {{"fast", ocr::Profile::fast},
         {"balanced", ocr::Profile::balanced},
         {"accurate", ocr::Profile::accurate}},
        "fast: large text only; balanced (default): most texts right; accurate: smaller text in "
        "large pictures, too; also MOBILSCAN_PROFILE")
        ->envname("MOBILSCAN_PROFILE");
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
    command
        .add_option("--model-cache", options.model_cache,
                    "Where compiled networks are kept for a faster start, or none; default: "
                    "MOBILSCAN_MODEL_CACHE, else mobilscan in the user's cache folder")
        ->envname("MOBILSCAN_MODEL_CACHE")
        ->option_text("DIR|none");
    add_choice(command, "--precision", options.precision,
               {{"auto", std::optional<inference::Precision>()},
                {"f32", inference::Precision::f32},
                {"bf16", inference::Precision::bf16}},
               "Arithmetic of the networks: auto (default) is bf16 where the CPU has it, f32 "
               "elsewhere; also MOBILSCAN_PRECISION")
        ->envname("MOBILSCAN_PRECISION");
    const auto choose_device = [&options](const std::string& word) {
        const auto use_gpu = core::truth(word);
        if (!use_gpu) {
            throw CLI::ValidationError(
                "--use-gpu (or USE_GPU)",
                "is '" + word + "'; it takes " + std::string(core::truth_words));
        }
        options.device = *use_gpu ? inference::Device::gpu : inference::Device::cpu;
    };
    command
        .add_option_function<std::string>(
            "--use-gpu", choose_device,
            "Run the networks on a GPU, and not at all where OpenVINO finds none; default: "
            "USE_GPU, else false")
        ->envname(variable_that_counts("MOBILSCAN_USE_GPU", "USE_GPU"))
        ->option_text("true|false");
    constexpr const char* hidden = "";
    command.add_option("--tune", options.tuning, "Numbers of the reader")->group(hidden);
}

void add_languages_option(CLI::App& command, core::Languages& languages) {
    const auto choose = [&languages](const std::string& text) {
        auto parsed = core::parse_languages(text);
        if (!parsed) {
            throw CLI::ValidationError("--languages (or OCR_LANG)",
                                       "is '" + text + "'; " + parsed.error().message);
        }
        languages = *std::move(parsed);
    };
    command
        .add_option_function<std::string>("--languages", choose,
                                          "Report texts of these languages only, such as en or "
                                          "en,ch; default: OCR_LANG, else all")
        ->envname(variable_that_counts("MOBILSCAN_LANGUAGES", "OCR_LANG"))
        ->option_text("LIST");
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

// The user's cache folder is where the XDG Base Directory Specification puts it.
std::filesystem::path model_cache(const EngineOptions& options) {
    if (options.device == inference::Device::gpu) {
        return {};
    }
    if (!options.model_cache.empty()) {
        return options.model_cache == "none" ? "" : options.model_cache;
    }
    const auto absolute = [](const char* variable) {
        const char* value = std::getenv(variable);
        return value != nullptr && *value == '/' ? std::filesystem::path(value)
                                                 : std::filesystem::path();
    };
    if (const auto caches = absolute("XDG_CACHE_HOME"); !caches.empty()) {
        return caches / "mobilscan";
    }
    const auto home = absolute("HOME");
    return home.empty() ? home : home / ".cache" / "mobilscan";
}

int thread_count(const EngineOptions& options) {
    if (options.threads > 0) {
        return options.threads;
    }
    const auto cores = static_cast<int>(std::thread::hardware_concurrency());
    return std::clamp(cores, 1, limits::threads_max);
}

inference::Precision precision_of(const EngineOptions& options) {
    const bool takes_bf16 = options.device == inference::Device::cpu && inference::cpu_has_bf16();
    return options.precision.value_or(takes_bf16 ? inference::Precision::bf16
                                                 : inference::Precision::f32);
}

int readers_at_once(const EngineOptions& options) {
    constexpr int readers_max = 4;
    return options.device == inference::Device::gpu ? 1
                                                    : std::min(thread_count(options), readers_max);
}

inference::NetworkOptions network_options(const EngineOptions& options, int readers) {
    return {thread_count(options), readers, precision_of(options), options.device,
            model_cache(options)};
}

Result<ocr::TextReaders> load_readers(const EngineOptions& options, int count) {
    image::use_threads(thread_count(options));  // those of the networks: they take turns
    ocr::ReaderOptions reader = ocr::options_for(options.profile);
    if (const auto tuned = ocr::tune(reader, options.tuning); !tuned) {
        return failure(tuned.error());
    }
    return ocr::load_readers(models_folder(options), network_options(options, count), reader);
}

media::DecoderSettings decoder_settings(const EngineOptions& options) {
    media::DecoderSettings settings;
    settings.threads = std::min(thread_count(options), limits::decoder_threads_max);
    return settings;
}

}  // namespace mobilscan::cli
