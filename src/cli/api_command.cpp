// mobilscan api: the API alone, without a state of its own: as many as you like beside each other,
// over PostgreSQL, Redis and the folders of videos and frames.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <optional>
#include <utility>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/service.h"
#include "cli/service_options.h"
#include "cli/tls_files.h"
#include "cli/upkeep_settings.h"
#include "cli/wait.h"
#include "cli/web_service.h"
#include "core/limits.h"
#include "telemetry/log.h"
#include "worker/upkeep.h"

namespace mobilscan::cli {
namespace {

using telemetry::Level;

constexpr std::array<std::string_view, 7> api_flags{"--data",  "--host",    "--port",     "--auth",
                                                    "--every", "--profile", "--languages"};

// The workers of all machines, as far as the doorbell knows of them.
api::WorkersState workers_of(queue::Doorbell& doorbell) {
    const auto workers = doorbell.state().workers;
    if (!workers) {
        return {};
    }
    if (*workers == 0) {
        return {1, 0, "no worker is running: videos wait"};
    }
    return {static_cast<int>(*workers), static_cast<int>(*workers), ""};
}

Result<std::optional<http::TlsIdentity>> tls_of(const config::Config& config) {
    if (config.tls_cert.empty()) {
        return std::optional<http::TlsIdentity>();
    }
    return given_certificate(config).map(
        [](http::TlsIdentity identity) { return std::optional(std::move(identity)); });
}

Result<void> serve_api(const config::Sources& sources, const std::stop_token& stop) {
    const auto config = load_config(sources);
    if (!config) {
        return failure(config.error());
    }
    if (config->postgres_url().empty()) {
        return failure(core::ErrorCode::usage,
                       "the API by itself needs a server of PostgreSQL: set DATABASE_URL to"
                       " postgresql://USER:PASSWORD@HOST/NAME; `mobilscan serve` needs none");
    }
    const auto service = open_service(*config);
    const auto tls = tls_of(*config);
    if (!service || !tls) {
        return failure(service ? tls.error() : service.error());
    }
    queue::Doorbell& doorbell = *service->doorbell;
    const auto web = WebService::start(*config, *service,
                                       {*tls, [&doorbell] { return workers_of(doorbell); }, false});
    if (!web) {
        return failure(web.error());
    }
    std::optional<worker::Upkeep> upkeep(std::in_place, *service->database, service->videos,
                                         service->frames, doorbell, upkeep_settings(*config));
    telemetry::log(Level::info, "serving", {{"api_port", (*web)->api_port()}});
    const bool is_anywhere = config->host == "0.0.0.0" || config->host == "::";
    fmt::print("ready {}://{}:{}\n", tls->has_value() ? "https" : "http",
               is_anywhere ? "127.0.0.1" : config->host, (*web)->api_port());
    std::fflush(stdout);
    wait_for_stop(stop);
    telemetry::log(Level::info, "stopping");
    upkeep.reset();
    (*web)->stop(std::chrono::milliseconds(limits::grace_seconds));
    telemetry::log(Level::info, "stopped");
    return {};
}

int run(const config::Sources& sources) {
    const Interrupt interrupt;
    return end_of_service(serve_api(sources, interrupt.token()));
}

}  // namespace

void add_api(CLI::App& program, int& exit_code) {
    auto sources = std::make_shared<config::Sources>();
    CLI::App* api = program.add_subcommand("api", "The API alone, over PostgreSQL and Redis");
    add_service_flags(*api, *sources, api_flags);
    api->callback([sources, &exit_code] { exit_code = run(*sources); });
}

}  // namespace mobilscan::cli
