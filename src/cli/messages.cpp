#include <fmt/format.h>

#include <cstdio>

#include "cli/command.h"
#include "core/text.h"

namespace mobilscan::cli {
namespace {

void print_line(const std::string& subject, const std::string& message) {
    fmt::print(stderr, "mobilscan: {}{}{}\n", core::printable(subject), subject.empty() ? "" : ": ",
               core::printable(message));
}

}  // namespace

void print_error(const std::string& subject, const core::Error& error) {
    print_line(subject, fmt::format("{} ({})", error.message, core::info(error.code).name));
}

void print_warning(const std::string& subject, const std::string& message) {
    print_line(subject, "warning: " + message);
}

}  // namespace mobilscan::cli
