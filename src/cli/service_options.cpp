#include "cli/service_options.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/command.h"
#include "core/check.h"
#include "core/job_settings.h"
#include "telemetry/log.h"

namespace mobilscan::cli {
namespace {

constexpr std::array flags{
    ServiceFlag{"--data", "data_dir", "DIR", "Folder of everything that is stored; default: data"},
    ServiceFlag{"--host", "host", "ADDRESS", "Address to listen on; default: 127.0.0.1"},
    ServiceFlag{"--port", "port", "N", "Port of the API; default: 8000"},
    ServiceFlag{"--web-port", "web_port", "N", "Port of the page; default: 8501"},
    ServiceFlag{"--auth", "auth", "off|keys", "Whether clients must show a key; default: off"},
    ServiceFlag{"--workers", "workers", "N", "Processes that read videos; default: 1"},
    ServiceFlag{"--threads", "threads", "N",
                "Threads of the networks in all; default: one per core"},
    ServiceFlag{"--models", "models_dir", "DIR",
                "Folder of the models; default: beside the program"},
    ServiceFlag{"--model-cache", "model_cache", "DIR|none",
                "Where compiled networks are kept; default: mobilscan in the user's cache folder"},
    ServiceFlag{"--precision", "precision", "auto|f32|bf16",
                "Arithmetic of the networks; default: auto"},
    ServiceFlag{"--every", "frame_interval", "N",
                "Every Nth frame is read, unless the upload says otherwise; default: 30"},
    ServiceFlag{"--profile", "profile", "fast|balanced|accurate",
                "How hard to look, unless the upload says otherwise; default: balanced"},
    ServiceFlag{
        "--languages", "languages", "LIST",
        "Texts of these languages are reported, such as en or en,ch, unless the upload says "
        "otherwise; default: all"},
    ServiceFlag{"--use-gpu", "use_gpu", "true|false",
                "Run the networks on a GPU, and not at all where there is none; default: false"},
};

}  // namespace

const ServiceFlag& service_flag(std::string_view name) {
    const auto found = std::find_if(flags.begin(), flags.end(),
                                    [&](const ServiceFlag& flag) { return flag.name == name; });
    CHECK(found != flags.end());
    return *found;
}

void add_service_flags(CLI::App& command, config::Sources& sources,
                       std::span<const std::string_view> names) {
    for (const std::string_view name : names) {
        const ServiceFlag& flag = service_flag(name);
        const auto keep = [&sources, key = std::string(flag.key)](const std::string& value) {
            sources.flags[key] = value;
        };
        command.add_option_function<std::string>(std::string(name), keep, flag.help)
            ->option_text(flag.word);
    }
    command.add_option("--config", sources.file, "TOML file of settings; also MOBILSCAN_CONFIG")
        ->option_text("FILE");
}

Result<config::Config> load_config(config::Sources sources) {
    sources.environment = config::process_environment();
    auto loaded = config::load(sources);
    if (!loaded) {
        return failure(std::move(loaded.error()));
    }
    for (const std::string& warning : loaded->warnings) {
        print_warning("", warning);
    }
    telemetry::set_level(
        telemetry::level_of(loaded->config.log_level).value_or(telemetry::Level::info));
    return std::move(loaded->config);
}

std::vector<std::string> flags_again(const config::Sources& sources,
                                     std::span<const std::string_view> names) {
    std::vector<std::string> arguments;
    for (const std::string_view name : names) {
        const auto value = sources.flags.find(std::string(service_flag(name).key));
        if (value != sources.flags.end()) {
            arguments.emplace_back(name);
            arguments.push_back(value->second);
        }
    }
    if (!sources.file.empty()) {
        arguments.insert(arguments.end(), {"--config", sources.file});
    }
    return arguments;
}

ocr::Profile reader_profile(core::Profile profile) noexcept {
    switch (profile) {
        case core::Profile::fast:
            return ocr::Profile::fast;
        case core::Profile::accurate:
            return ocr::Profile::accurate;
        case core::Profile::balanced:
            break;
    }
    return ocr::Profile::balanced;
}

EngineOptions engine_options(const config::Config& config) {
    EngineOptions options;
    options.models = config.models_dir;
    options.model_cache = config.model_cache;
    options.threads = static_cast<int>(config.threads);
    if (config.precision != "auto") {
        options.precision =
            config.precision == "bf16" ? inference::Precision::bf16 : inference::Precision::f32;
    }
    options.profile =
        reader_profile(core::profile_of(config.profile).value_or(core::Profile::balanced));
    options.device = config.use_gpu ? inference::Device::gpu : inference::Device::cpu;
    return options;
}

core::JobSettings default_settings(const config::Config& config) {
    return {.every_frames = config.frame_interval,
            .frames = core::frame_selection_of(config.frame_selection)
                          .value_or(core::FrameSelection::sharpest),
            .profile = core::profile_of(config.profile).value_or(core::Profile::balanced),
            .barcodes = true,
            .languages = core::parse_languages(config.languages).value_or(core::Languages{})};
}

}  // namespace mobilscan::cli
