// mobilscan serve: the product on one machine.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <utility>

#include "cli/command.h"
#include "cli/data_lock.h"
#include "cli/interrupt.h"
#include "cli/lan.h"
#include "cli/network_address.h"
#include "cli/service.h"
#include "cli/service_options.h"
#include "cli/supervisor.h"
#include "cli/tls_files.h"
#include "cli/wait.h"
#include "cli/web_service.h"
#include "core/loopback.h"
#include "http/tls.h"
#include "inference/network.h"
#include "store/reconciler.h"
#include "telemetry/log.h"

namespace mobilscan::cli {
namespace {

using telemetry::Level;

constexpr std::chrono::milliseconds stop_limit{15'000};  // for the workers to finish their chunks

struct ServeCommand {
    config::Sources sources;
    bool lan = false;
    bool no_tls = false;
};

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
        service.doorbell->ring(static_cast<int>(*abandoned));
    }
}

// Whoever had claims here is dead, or dies with the supervisor that it belonged to.
Result<std::int64_t> take_over_claims(const Service& service) {
    return service.database->connect().and_then(
        [](const auto& connection) { return store::abandon_all_claims(*connection); });
}

// A given certificate, in LAN mode else one of our own, else none.
Result<std::optional<http::TlsIdentity>> tls_of(const ServeCommand& command,
                                                const config::Config& config) {
    const auto some = [](http::TlsIdentity identity) { return std::optional(std::move(identity)); };
    if (!config.tls_cert.empty()) {
        return given_certificate(config).map(some);
    }
    if (!command.lan || command.no_tls) {
        return std::optional<http::TlsIdentity>();
    }
    std::vector<std::string> names = network_addresses();
    names.insert(names.end(), {"127.0.0.1", "localhost"});
    return own_certificate(config, names).map(some);
}

std::string address(const config::Config& config, const WebService& web, bool secure,
                    const std::string& host) {
    const bool shown_plain = host == "0.0.0.0" || host == "::";
    return fmt::format("{}://{}:{}", secure ? "https" : "http",
                       shown_plain           ? "127.0.0.1"
                       : config.host == host ? config.host
                                             : host,
                       web.page_port());
}

// How to come in: printed for the person who started it.
Result<void> invite(const config::Config& config, const Service& service, const WebService& web,
                    const std::optional<http::TlsIdentity>& tls) {
    const auto addresses = network_addresses();
    const std::string outside = addresses.empty() ? "127.0.0.1" : addresses.front();
    const auto link = pairing_link(service, address(config, web, tls.has_value(), outside));
    const auto local = pairing_link(service, address(config, web, tls.has_value(), "127.0.0.1"));
    if (!link || !local) {
        return failure(link ? local.error() : link.error());
    }
    const bool self_made = tls && config.tls_cert.empty();
    const std::string fingerprint =
        self_made ? http::certificate_fingerprint(tls->certificate_pem) : "";
    std::fputs(invitation(*link, *local, fingerprint).c_str(), stderr);
    return {};
}

api::WorkersState state_of(const Supervisor& supervisor) {
    const SupervisorStatus status = supervisor.status();
    return {status.wanted, status.running,
            status.running < status.wanted ? status.last_trouble : ""};
}

Result<void> run_service(const ServeCommand& command, const config::Config& config,
                         const DataLock& lock, const std::stop_token& stop) {
    const auto service = open_service(config);
    if (!service) {
        return failure(service.error());
    }
    const auto abandoned = take_over_claims(*service);
    if (!abandoned) {
        return failure(abandoned.error());
    }
    auto tls = tls_of(command, config);
    if (!tls) {
        return failure(tls.error());
    }
    // The server asks it from its first request on, and it starts once the ports are ours.
    std::optional<Supervisor> supervisor;
    std::atomic<bool> supervising{false};
    const auto web = WebService::start(
        config, *service,
        {*tls, [&] { return supervising ? state_of(*supervisor) : api::WorkersState{}; }, true});
    if (!web) {
        return failure(web.error());
    }
    supervisor.emplace(worker_processes(command.sources, config), [&](const std::string& worker) {
        hand_on_claims(*service->database, *service, worker);
    });
    supervising = true;
    lock.tell({tls->has_value(), config.host, (*web)->page_port(), (*web)->api_port()});
    telemetry::log(Level::info, "serving",
                   {{"page_port", (*web)->page_port()},
                    {"api_port", (*web)->api_port()},
                    {"workers", config.workers},
                    {"segments_taken_over", *abandoned}});
    if (config.auth == "keys") {
        if (auto invited = invite(config, *service, **web, *tls); !invited) {
            return invited;
        }
    } else if (!core::is_loopback(config.host)) {
        print_warning("",
                      "everybody on the network can see and change everything here; "
                      "--auth keys asks for keys");
    }
    fmt::print("ready {}\n", address(config, **web, tls->has_value(), config.host));
    std::fflush(stdout);
    wait_for_stop(stop);
    telemetry::log(Level::info, "stopping");
    (*web)->stop(std::chrono::milliseconds(limits::grace_seconds));
    supervisor->stop(stop_limit);
    telemetry::log(Level::info, "stopped");
    return {};
}

Result<void> serve(ServeCommand command, const std::stop_token& stop) {
    if (command.lan) {
        apply_lan(command.sources);
    }
    const auto config = load_config(command.sources);
    if (!config) {
        return failure(config.error());
    }
    if (!config->postgres_url().empty()) {
        return failure(core::ErrorCode::usage,
                       "serve is for one machine and keeps its jobs in SQLite; for PostgreSQL start"
                       " `mobilscan api` and `mobilscan worker`, or take DATABASE_URL away");
    }
    if (!config->redis_url.empty()) {
        print_warning("", "REDIS_URL is not used: jobs of one machine need no Redis");
    }
    // Its workers would end one after the other, and the videos wait for ever.
    if (config->use_gpu) {
        if (const auto device = inference::device_name(inference::Device::gpu); !device) {
            return failure(device.error().code, "USE_GPU is true, but " + device.error().message);
        }
    }
    const auto lock = DataLock::hold(config->data_dir);
    if (!lock) {
        return failure(lock.error());
    }
    return run_service(command, *config, *lock, stop);
}

int run(const ServeCommand& command) {
    const Interrupt interrupt;
    return end_of_service(serve(command, interrupt.token()));
}

}  // namespace

void add_serve(CLI::App& program, int& exit_code) {
    auto command = std::make_shared<ServeCommand>();
    CLI::App* serve = program.add_subcommand("serve", "The product on one machine");
    add_service_flags(*serve, command->sources, serve_flags);
    serve->add_flag("--lan", command->lan,
                    "For phones in the same network: all addresses, keys, TLS, a pairing link");
    serve->add_flag("--no-tls", command->no_tls, "With --lan: without TLS; others can listen in");
    serve->callback([command, &exit_code] { exit_code = run(*command); });
}

}  // namespace mobilscan::cli
