// The settings of the services on the command line: each flag is a key of config::Config.
#pragma once

#include <CLI/CLI.hpp>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/engine_options.h"
#include "config/config.h"
#include "core/job_settings.h"
#include "core/result.h"

namespace mobilscan::cli {

struct ServiceFlag {
    std::string_view name;  // "--data"
    std::string_view key;   // "data_dir"
    const char* word;       // what it takes, for the help
    const char* help;
};

// Every flag that a service may have. serve takes all; others those that they need.
[[nodiscard]] const ServiceFlag& service_flag(std::string_view name);

// Those of a worker; the supervisor hands them on.
inline constexpr std::array<std::string_view, 9> worker_flags{
    "--data",  "--threads", "--models",    "--model-cache", "--precision",
    "--every", "--profile", "--languages", "--use-gpu"};

// Those of serve: all.
inline constexpr std::array<std::string_view, 14> serve_flags{
    "--data",    "--host",    "--port",      "--web-port",    "--auth",
    "--workers", "--threads", "--models",    "--model-cache", "--precision",
    "--every",   "--profile", "--languages", "--use-gpu"};

// Adds --config and the flags of these names; what is given lands in `sources`, which must outlive
// the parsing.
void add_service_flags(CLI::App& command, config::Sources& sources,
                       std::span<const std::string_view> names);

// The settings from flags, environment and file, warnings printed, the level of the log set.
// Errors: usage, file_unreadable.
[[nodiscard]] Result<config::Config> load_config(config::Sources sources);

// The same flags for a child process that shall have the same settings.
[[nodiscard]] std::vector<std::string> flags_again(const config::Sources& sources,
                                                   std::span<const std::string_view> names);

[[nodiscard]] ocr::Profile reader_profile(core::Profile profile) noexcept;

// Of jobs whose upload says nothing.
[[nodiscard]] core::JobSettings default_settings(const config::Config& config);

// How the reading commands' engine is set up by these settings.
[[nodiscard]] EngineOptions engine_options(const config::Config& config);

}  // namespace mobilscan::cli
