// mobilscan: one program, several roles; each subcommand is a thin composition root.
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <malloc.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>

#include "cli/command.h"
#include "cli/version.h"
#include "config/settings.h"

namespace mobilscan::cli {
namespace {

// A program started with a closed standard stream would give its number to the next file opened,
// and messages would land in that file.
void keep_standard_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) < 0) {
            // The lowest free number is taken: this one. Read-only, so that writing still fails.
            static_cast<void>(::open("/dev/null", O_RDONLY));
        }
    }
}

// Frames and tensors come in many sizes: were they cut out of the heap, its gaps would add a half
// to a process that has read videos of many sizes (docs/benchmarks). They get pages of their own,
// which go back to the system; a fixed threshold also ends glibc's habit of raising it.
void keep_large_buffers_out_of_the_heap() {
    constexpr int large = 256 * 1024;  // bytes
    ::mallopt(M_MMAP_THRESHOLD, large);
}

// Those of benches are in no group, and no help shows them.
std::vector<std::string> commands(const CLI::App& program, bool with_hidden) {
    std::vector<std::string> names;
    for (const CLI::App* command : program.get_subcommands({})) {
        if (with_hidden || !command->get_group().empty()) {
            names.push_back(command->get_name());
        }
    }
    return names;
}

// "; did you mean 'scan'?", if there is one that near.
std::string hint(const std::string& word, const std::vector<std::string>& known) {
    const std::string near = config::nearest(word, known);
    return near.empty() ? "" : "; did you mean '" + near + "'?";
}

// Refuses the first option or word that the command does not have. `command` is the innermost one
// that was named.
int refuse_extra(const CLI::App& command) {
    std::vector<std::string> known;
    for (const CLI::Option* option : command.get_options({})) {
        for (const std::string& name : option->get_lnames()) {
            known.push_back("--" + name);
        }
    }
    std::string first;
    for (const std::string& word : command.remaining(true)) {
        // An unknown option's value is left over, too, and may come before it.
        if (first.empty() || (word.starts_with('-') && !first.starts_with('-'))) {
            first = word;
        }
    }
    const bool is_option = first.starts_with('-');
    print_note("",
               std::string(is_option ? "there is no option '" : "there is nothing to do with '") +
                   first + "'" + (is_option ? hint(first, known) : "") +
                   " (--help shows what there is)");
    return exit_usage;
}

const CLI::App& innermost(const CLI::App& program) {
    const auto named = program.get_subcommands();
    return named.empty() ? program : innermost(*named.front());
}

int parse_and_run(CLI::App& program, int argc, char** argv, const int& exit_code) {
    try {
        program.parse(argc, argv);
        return exit_code;
    } catch (const CLI::ExtrasError&) {
        return refuse_extra(innermost(program));
    } catch (const CLI::ParseError& wrong) {
        return program.exit(wrong) == 0 ? exit_done : exit_usage;
    } catch (const std::exception& unexpected) {
        print_note("", std::string("internal error: ") + unexpected.what());
        return exit_cannot_work;
    }
}

int run(int argc, char** argv) {
    keep_standard_streams();
    keep_large_buffers_out_of_the_heap();
    // Writing to a closed pipe (`mobilscan ... | head`) is an error like any other.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // likewise to a file that may not grow further

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
    add_serve(program, exit_code);
    add_api(program, exit_code);
    add_worker(program, exit_code);
    add_keys(program, exit_code);
    add_config(program, exit_code);
    add_migrate(program, exit_code);
    add_fsck(program, exit_code);
    add_limit(program, exit_code);
    add_replay(program, exit_code);
    add_empty_jobs(program, exit_code);
    if (argc <= 1) {
        std::fputs(program.help().c_str(), stderr);
        return exit_usage;
    }
    const std::vector<std::string> known = commands(program, true);
    const std::string word = argv[1];
    if (!word.starts_with('-') && std::find(known.begin(), known.end(), word) == known.end()) {
        const std::vector<std::string> shown = commands(program, false);
        print_note("", fmt::format("there is no command '{}'{} (there are {})", word,
                                   hint(word, shown), fmt::join(shown, ", ")));
        return exit_usage;
    }
    const int code = parse_and_run(program, argc, argv, exit_code);
    const bool written = std::fflush(stdout) == 0 && std::cout.flush().good();
    return code == exit_done && !written ? exit_input_failed : code;
}

}  // namespace
}  // namespace mobilscan::cli

int main(int argc, char** argv) {
    return mobilscan::cli::run(argc, argv);
}
