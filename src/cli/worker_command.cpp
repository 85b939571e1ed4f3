// mobilscan worker: reads the videos of accepted jobs.
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/lifeline.h"
#include "cli/service.h"
#include "cli/service_options.h"
#include "cli/upkeep_settings.h"
#include "cli/wait.h"
#include "cli/worker_engine.h"
#include "core/limits.h"
#include "core/torture.h"
#include "media/decoder_check.h"
#include "store/identity.h"
#include "telemetry/log.h"
#include "worker/upkeep.h"
#include "worker/worker.h"

namespace mobilscan::cli {
namespace {

using telemetry::Level;

constexpr int supervised_nice = 10;                        // the page and the API come first
constexpr std::chrono::milliseconds orphaned_grace{1800};  // with its start and end, within 2 s

struct WorkerCommand {
    config::Sources sources;
    int concurrency = 1;
    std::string name;   // by the supervisor; empty: made here
    int lifeline = -1;  // by the supervisor
};

// Runs one worker for each thread until a stop is requested or one of them cannot work.
Result<void> run_workers(std::vector<std::unique_ptr<worker::Worker>>& workers,
                         const std::stop_source& stop) {
    std::mutex mutex;
    std::optional<core::Error> trouble;
    {
        std::vector<std::jthread> threads;
        threads.reserve(workers.size());
        for (const auto& worker : workers) {
            threads.emplace_back([&, source = stop]() mutable {
                if (const auto done = worker->run(source.get_token()); !done) {
                    const std::scoped_lock lock(mutex);
                    trouble = done.error();
                    source.request_stop();
                }
            });
        }
    }
    if (trouble) {
        return failure(*std::move(trouble));
    }
    return {};
}

worker::WorkerSettings worker_settings(const std::string& name, const config::Config& config) {
    worker::WorkerSettings settings{
        .name = name,
        .lease = {},
        .foreign_settings = core::to_text(default_settings(config)),
    };
#ifdef MOBILSCAN_TORTURE
    constexpr int renewals = 9;  // as many as in other builds
    if (const auto lease = core::torture_number("TORTURE_LEASE_MS")) {
        settings.lease.lease = std::chrono::milliseconds(*lease);
        settings.heartbeat = std::chrono::milliseconds(*lease / renewals);
    }
#endif
    return settings;
}

// A server of PostgreSQL may be started after its workers. Whether there is one, and no stop.
Result<bool> wait_for_database(store::Database& database, const std::stop_token& stop) {
    constexpr std::chrono::seconds pause{1};
    for (bool is_first = true; !stop.stop_requested(); is_first = false) {
        const auto connection = database.connect();
        if (connection) {
            return true;
        }
        if (connection.error().code != core::ErrorCode::store_unavailable) {
            return failure(connection.error());
        }
        if (is_first) {
            telemetry::log(Level::warning, "waiting_for_database",
                           {{"message", connection.error().message}});
        }
        wait_for(pause, stop);
    }
    return false;
}

Result<void> work(const WorkerCommand& command, const std::stop_source& stop) {
    const auto config = load_config(command.sources);
    if (!config) {
        return failure(config.error());
    }
    const auto service = open_service(*config);
    if (!service) {
        return failure(service.error());
    }
    EngineOptions engine = engine_options(*config);
    engine.threads = std::max(1, thread_count(engine) / command.concurrency);
    // A machine that cannot read must not take any work.
    if (const auto tier = media::decoder_sandbox_tier(decoder_settings(engine)); !tier) {
        return failure(tier.error());
    }
    const std::string name = command.name.empty() ? store::new_uuid() : command.name;

    if (const auto there = wait_for_database(*service->database, stop.get_token());
        !there || !*there) {
        return there.map([](bool) {});  // stopped before there was one
    }
    std::vector<std::unique_ptr<worker::Worker>> workers;
    workers.reserve(static_cast<std::size_t>(command.concurrency));
    for (int i = 0; i < command.concurrency; ++i) {
        auto made = worker::Worker::create(
            {*service->database, service->videos, service->frames, *service->doorbell,
             worker::videos_by_decoder(decoder_settings(engine)), readers_loader(engine),
             engine_name(engine)},
            worker_settings(name, *config));
        auto ready = made.and_then(
            [&](const auto& worker) { return worker->prepare(default_settings(*config).profile); });
        if (!ready) {
            return ready;
        }
        workers.push_back(*std::move(made));
    }
    const worker::Upkeep upkeep(*service->database, service->videos, service->frames,
                                *service->doorbell, upkeep_settings(*config));
    telemetry::log(Level::info, "worker_started",
                   {{"worker_id", name}, {"concurrency", command.concurrency}});
    auto done = run_workers(workers, stop);
    telemetry::log(Level::info, "worker_ended", {{"worker_id", name}});
    return done;
}

int run(const WorkerCommand& command) {
    const Interrupt interrupt;
    std::stop_source stop;
    const std::stop_callback on_signal(interrupt.token(), [&stop] { stop.request_stop(); });
    std::optional<Lifeline> lifeline;
    if (command.lifeline >= 0) {
        lifeline.emplace(command.lifeline, stop, orphaned_grace);
        static_cast<void>(::setpriority(PRIO_PROCESS, 0, supervised_nice));
        // Started as /proc/self/exe, it would be listed as "exe".
        static_cast<void>(::prctl(PR_SET_NAME, "mobilscan"));
    }
    const auto done = work(command, stop);
    if (done) {
        return exit_done;
    }
    print_error("", done.error());
    if (lifeline) {
        lifeline->tell(done.error().message);
    }
    return core::info(done.error().code).exit_code;
}

}  // namespace

void add_worker(CLI::App& program, int& exit_code) {
    auto command = std::make_shared<WorkerCommand>();
    CLI::App* worker = program.add_subcommand("worker", "Read the videos of accepted jobs");
    add_service_flags(*worker, command->sources, worker_flags);
    worker
        ->add_option("--concurrency", command->concurrency,
                     "Videos, or minutes of one, that are read at once; default: 1")
        ->check(CLI::Range(1, limits::threads_max))
        ->option_text("N");
    worker->add_option("--name", command->name)->group("");
    worker->add_option("--lifeline", command->lifeline)->group("");
    worker->callback([command, &exit_code] { exit_code = run(*command); });
}

}  // namespace mobilscan::cli
