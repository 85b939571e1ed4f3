// The subcommands: each adds itself to the parser and says how it ended.
#pragma once

#include <CLI/CLI.hpp>

#include "core/error.h"
#include "core/result.h"

namespace mobilscan::cli {

// Exit codes of the program, the same for every subcommand.
inline constexpr int exit_done = 0;
inline constexpr int exit_input_failed = 1;  // some input could not be read, or was not finished
inline constexpr int exit_usage = 2;         // wrong arguments
inline constexpr int exit_cannot_work = 3;   // models, decoder or sandbox are not in order

// Each adds its subcommand; when it is the one chosen, it runs inside the parser and leaves its
// exit code in `exit_code`, which must outlive the parsing.
void add_scan(CLI::App& program, int& exit_code);
void add_read(CLI::App& program, int& exit_code);
void add_doctor(CLI::App& program, int& exit_code);
void add_worker(CLI::App& program, int& exit_code);
void add_serve(CLI::App& program, int& exit_code);
void add_api(CLI::App& program, int& exit_code);
void add_fsck(CLI::App& program, int& exit_code);
void add_migrate(CLI::App& program, int& exit_code);
void add_keys(CLI::App& program, int& exit_code);
void add_config(CLI::App& program, int& exit_code);
void add_limit(CLI::App& program, int& exit_code);       // of benches; no help shows it
void add_replay(CLI::App& program, int& exit_code);      // of benches, too
void add_empty_jobs(CLI::App& program, int& exit_code);  // of benches, too

// One line on standard error: "mobilscan: SUBJECT: message (code)"; no subject when it is empty.
void print_error(const std::string& subject, const core::Error& error);

// The exit code of a service that ended so, its error printed. It has no input that could fail:
// what is no wrong usage keeps it from working.
[[nodiscard]] int end_of_service(const Result<void>& done);

// One line on standard error: "mobilscan: SUBJECT: warning: message".
void print_warning(const std::string& subject, const std::string& message);

// One line on standard error: "mobilscan: SUBJECT: message".
void print_note(const std::string& subject, const std::string& message);

}  // namespace mobilscan::cli
