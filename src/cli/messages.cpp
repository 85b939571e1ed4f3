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
    print_line(subject, fmt::format("{} ({})", error.message, core::info(error.code).name));
}

void print_warning(const std::string& subject, const std::string& message) {
    print_line(subject, "warning: " + message);
}

void print_note(const std::string& subject, const std::string& message) {
    print_line(subject, message);
}

}  // namespace mobilscan::cli
