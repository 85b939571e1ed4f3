// mobilscan config: the effective settings, and where each comes from.
#include <cstdio>

#include "cli/command.h"
#include "cli/service_options.h"

namespace mobilscan::cli {
namespace {

int run(config::Sources sources) {
    sources.environment = config::process_environment();
    const auto loaded = config::load(sources);
    if (!loaded) {
        print_error("", loaded.error());
        return core::info(loaded.error().code).exit_code;
    }
    for (const std::string& warning : loaded->warnings) {
        print_warning("", warning);
    }
    std::fputs(config::effective_toml(*loaded).c_str(), stdout);
    return exit_done;
}

}  // namespace

void add_config(CLI::App& program, int& exit_code) {
    auto sources = std::make_shared<config::Sources>();
    CLI::App* command =
        program.add_subcommand("config", "Print the effective settings and where they come from");
    add_service_flags(*command, *sources, serve_flags);
    command->callback([sources, &exit_code] { exit_code = run(*sources); });
}

}  // namespace mobilscan::cli
