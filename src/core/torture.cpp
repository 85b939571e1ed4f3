#include "core/torture.h"

#ifdef MOBILSCAN_TORTURE

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>

namespace mobilscan::core {

std::optional<std::string> torture_text(const char* variable) {
    const char* value = std::getenv(variable);
    return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

std::optional<std::int64_t> torture_number(const char* variable) {
    const auto text = torture_text(variable);
    std::int64_t number = 0;
    if (!text ||
        std::from_chars(text->data(), text->data() + text->size(), number).ec != std::errc{}) {
        return std::nullopt;
    }
    return number;
}

void crash_point(std::string_view when, std::string_view what) noexcept {
    static const std::optional<std::string> deaths = torture_text("TORTURE_DEATHS");
    if (!deaths) {
        return;
    }
    const std::string path = *deaths + "/" + std::string(when) + " " + std::string(what);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0) {
        ::kill(::getpid(), SIGKILL);
    }
}

bool is_mutant(std::string_view name) noexcept {
    static const std::string mutant = torture_text("TORTURE_MUTANT").value_or("");
    return mutant == name;
}

}  // namespace mobilscan::core

#endif
