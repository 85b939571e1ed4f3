#include <fmt/format.h>

#include <cstdio>

#include "cli/command.h"
#include "core/text.h"

namespace mobilscan::cli {
namespace {

// Standard error may be closed or full; a message that nobody can read is no reason to end.
void print_line(const std::string& subject, const std::string& message) {
    const std::string line = fmt::format("mobilscan: {}{}{}\n", core::printable(subject),
                                         subject.empty() ? "" : ": ", core::printable(message));
    std::fputs(line.c_str(), stderr);
}

}  // namespace

void print_error(const std::string& subject, const core::Error& error) {
    // The code is for searching; of a wrong command line it says nothing.
    const bool named = error.code != core::ErrorCode::usage;
    print_line(subject, named ? fmt::format("{} ({})", error.message, core::info(error.code).name)
                              : error.message);
}

void print_warning(const std::string& subject, const std::string& message) {
    print_line(subject, "warning: " + message);
}

void print_note(const std::string& subject, const std::string& message) {
    print_line(subject, message);
}

int end_of_service(const Result<void>& done) {
    if (done) {
        return exit_done;
    }
    print_error("", done.error());
    const int code = core::info(done.error().code).exit_code;
    return code == exit_input_failed ? exit_cannot_work : code;
}

}  // namespace mobilscan::cli
