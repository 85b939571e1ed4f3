// mobilscan: one program, several roles; each subcommand is a thin composition root.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>

#include "cli/command.h"
#include "cli/version.h"

namespace mobilscan::cli {
namespace {

int run(int argc, char** argv) {
    // Writing to a closed pipe (`mobilscan ... | head`) is an error like any other.
    std::signal(SIGPIPE, SIG_IGN);

    CLI::App program{
        "Reads every label, plate, serial number, lot code and barcode in a video or a picture."};
    program.name("mobilscan");
    program.set_version_flag("--version", "mobilscan " MOBILSCAN_VERSION);
    program.require_subcommand(1);
    program.footer(
        "Exit codes: 0 done, 1 some input failed, 2 wrong usage, 3 the program cannot work here\n"
        "(see `mobilscan doctor`). Results go to standard output, messages to standard error.");

    int exit_code = exit_done;
    add_scan(program, exit_code);
    add_read(program, exit_code);
    add_doctor(program, exit_code);
    if (argc <= 1) {
        std::fputs(program.help().c_str(), stderr);
        return exit_usage;
    }
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return program.exit(wrong) == 0 ? exit_done : exit_usage;
    } catch (const std::exception& unexpected) {
        print_error("", {core::ErrorCode::inference_failed, unexpected.what()});
        return exit_cannot_work;
    }
    return exit_code;
}

}  // namespace
}  // namespace mobilscan::cli

int main(int argc, char** argv) {
    return mobilscan::cli::run(argc, argv);
}
