// mobilscan migrate: brings the tables of the database up to date and says what that changed.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "cli/service_options.h"
#include "store/database.h"

namespace mobilscan::cli {
namespace {

constexpr std::array<std::string_view, 1> migrate_flags{"--data"};

struct MigrateCommand {
    config::Sources sources;
    bool check = false;
};

// The database that the settings name, its tables untouched. Errors: usage, store_*.
Result<std::unique_ptr<store::Database>> open_database(const config::Config& config) {
    if (const std::string server = config.postgres_url(); !server.empty()) {
        return store::open_postgres_database(server, store::Tables::as_they_are);
    }
    const std::string path = config.sqlite_path();
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        return failure(core::ErrorCode::usage,
                       "there is no database in the data folder " + config.data_dir);
    }
    return store::open_sqlite_database(path, store::Tables::as_they_are);
}

std::string version(std::int64_t number) {
    return number == 0 ? "no tables" : fmt::format("tables of version {}", number);
}

// Says what is due.
int tell(const store::SchemaState& state) {
    fmt::print("{}, this program knows version {}\n", version(state.version), state.known);
    if (!state.is_usable()) {
        fmt::print("they need a program that knows version {}\n", state.oldest_compatible);
        return exit_cannot_work;
    }
    for (const std::string& step : state.pending) {
        fmt::print("pending  {}\n", step);
    }
    return state.pending.empty() ? exit_done : exit_input_failed;
}

// Says what was done to tables that were in this state.
int tell_done(const store::SchemaState& before) {
    if (before.pending.empty()) {
        fmt::print("{}: nothing to do\n", version(before.version));
        return exit_done;
    }
    fmt::print("before   {}\n", version(before.version));
    for (const std::string& step : before.pending) {
        fmt::print("applied  {}\n", step);
    }
    fmt::print("now      {}\n", version(before.known));
    return exit_done;
}

Result<int> migrate(const MigrateCommand& command) {
    const auto database = load_config(command.sources).and_then(open_database);
    if (!database) {
        return failure(database.error());
    }
    const auto connection = (*database)->connect();
    if (!connection) {
        return failure(connection.error());
    }
    const auto migrations = (*database)->migrations();
    return command.check ? store::schema_state(**connection, migrations).map(tell)
                         : store::migrate(**connection, migrations).map(tell_done);
}

int run(const MigrateCommand& command) {
    const auto exit_code = migrate(command);
    if (!exit_code) {
        print_error("", exit_code.error());
        return core::info(exit_code.error().code).exit_code;
    }
    return *exit_code;
}

}  // namespace

void add_migrate(CLI::App& program, int& exit_code) {
    auto command = std::make_shared<MigrateCommand>();
    CLI::App* migrate =
        program.add_subcommand("migrate", "Bring the tables of the database up to date");
    add_service_flags(*migrate, command->sources, migrate_flags);
    migrate->add_flag("--check", command->check,
                      "Change nothing, show what is pending; exit code 1 when anything is");
    migrate->callback([command, &exit_code] { exit_code = run(*command); });
}

}  // namespace mobilscan::cli
