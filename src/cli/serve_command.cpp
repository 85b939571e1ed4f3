// mobilscan serve: the product on one machine.
#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "cli/command.h"
#include "cli/data_lock.h"
#include "cli/interrupt.h"
#include "cli/service.h"
#include "cli/service_options.h"
#include "cli/supervisor.h"
#include "store/reconciler.h"
#include "telemetry/log.h"

namespace mobilscan::cli {
namespace {

using telemetry::Level;

constexpr std::chrono::milliseconds stop_limit{15'000};  // for the workers to finish their chunks

constexpr std::array<std::string_view, 10> serve_flags{
    "--data",    "--host",   "--port",      "--web-port", "--workers",
    "--threads", "--models", "--precision", "--every",    "--profile"};

// The workers share the cores unless they were told how many threads each has.
SupervisorSettings worker_processes(const config::Sources& sources, const config::Config& config) {
    SupervisorSettings settings;
    settings.workers = static_cast<int>(config.workers);
    settings.arguments = {"worker"};
    const auto again = flags_again(sources, worker_flags);
    settings.arguments.insert(settings.arguments.end(), again.begin(), again.end());
    if (config.threads == 0 && config.workers > 1) {
        const int threads = std::max(1, thread_count(engine_options(config)) / settings.workers);
        settings.arguments.insert(settings.arguments.end(), {"--threads", std::to_string(threads)});
    }
    return settings;
}

// What a dead worker held goes to the others at once.
void hand_on_claims(store::Database& database, const Service& service, const std::string& worker) {
    const auto abandoned = database.connect().and_then(
        [&](const auto& connection) { return store::abandon_claims(*connection, worker); });
    if (!abandoned) {  // then its leases run out
        telemetry::log(Level::warning, "claims_not_abandoned", {{"worker_id", worker}});
    } else if (*abandoned > 0) {
        service.doorbell->ring();
    }
}

void wait_for(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait(lock, stop, [] { return false; });
}

Result<void> serve(const config::Sources& sources, const std::stop_token& stop) {
    const auto config = load_config(sources);
    if (!config) {
        return failure(config.error());
    }
    const auto lock = DataLock::hold(config->data_dir);
    if (!lock) {
        return failure(lock.error());
    }
    const auto service = open_service(*config);
    if (!service) {
        return failure(service.error());
    }
    // Whoever had claims here is dead, or dies with the supervisor that it belonged to.
    const auto abandoned = service->database->connect().and_then(
        [](const auto& connection) { return store::abandon_all_claims(*connection); });
    if (!abandoned) {
        return failure(abandoned.error());
    }
    Supervisor supervisor(worker_processes(sources, *config), [&](const std::string& worker) {
        hand_on_claims(*service->database, *service, worker);
    });
    telemetry::log(Level::info, "serving",
                   {{"workers", config->workers}, {"segments_taken_over", *abandoned}});
    wait_for(stop);
    telemetry::log(Level::info, "stopping");
    supervisor.stop(stop_limit);
    telemetry::log(Level::info, "stopped");
    return {};
}

int run(const config::Sources& sources) {
    const Interrupt interrupt;
    const auto done = serve(sources, interrupt.token());
    if (!done) {
        print_error("", done.error());
        return core::info(done.error().code).exit_code;
    }
    return exit_done;
}

}  // namespace

void add_serve(CLI::App& program, int& exit_code) {
    auto sources = std::make_shared<config::Sources>();
    CLI::App* serve = program.add_subcommand("serve", "The product on one machine");
    add_service_flags(*serve, *sources, serve_flags);
    serve->callback([sources, &exit_code] { exit_code = run(*sources); });
}

}  // namespace mobilscan::cli
