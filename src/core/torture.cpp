#include "core/torture.h"

#ifdef MOBILSCAN_TORTURE

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <set>

namespace mobilscan::core {
namespace {

struct Points {
    std::mutex mutex;
    std::set<std::string, std::less<>> passed;
    std::int64_t passes = 0;  // of the one to die at
};

Points& points() {
    static Points all;
    return all;
}

void note(const std::string& name) {
    static const std::optional<std::string> path = torture_text("TORTURE_POINTS");
    if (!path || !points().passed.insert(name).second) {
        return;
    }
    const int file = ::open(path->c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    const std::string line = name + "\n";
    [[maybe_unused]] const auto written = ::write(file, line.data(), line.size());
    ::close(file);
}

}  // namespace

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
    static const std::string wanted = torture_text("TORTURE_CRASH_AT").value_or("");
    const std::string name = std::string(when) + " " + std::string(what);
    const std::scoped_lock lock(points().mutex);
    note(name);
    const std::size_t colon = wanted.rfind(':');
    if (wanted.substr(0, colon) != name) {
        return;
    }
    const std::int64_t nth =
        colon == std::string::npos ? 1 : std::atoll(wanted.c_str() + colon + 1);
    if (++points().passes == nth) {
        ::kill(::getpid(), SIGKILL);
    }
}

bool is_mutant(std::string_view name) noexcept {
    static const std::string mutant = torture_text("TORTURE_MUTANT").value_or("");
    return mutant == name;
}

}  // namespace mobilscan::core

#endif
