#include "cli/progress_bar.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "core/text.h"

namespace mobilscan::cli {
namespace {

constexpr std::chrono::milliseconds redraw_interval{100};
constexpr int columns_without_terminal = 80;
constexpr int bar_columns_min = 10;
constexpr int bar_columns_max = 40;
constexpr const char* clear_line = "\r\x1B[K";

int terminal_columns() {
    winsize size{};
    const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : columns_without_terminal;
}

std::string remaining_time(const Progress& progress) {
    if (progress.done == 0) {
        return "";
    }
    const double per_frame = progress.elapsed.count() / static_cast<double>(progress.done);
    const auto seconds = static_cast<std::int64_t>(
        per_frame * static_cast<double>(progress.total - progress.done) + 0.5);
    return seconds < 3600 ? fmt::format("{}:{:02} left", seconds / 60, seconds % 60)
                          : fmt::format("{}:{:02}:{:02} left", seconds / 3600, seconds / 60 % 60,
                                        seconds % 60);
}

std::string bar(double fraction, int columns) {
    const auto full = static_cast<std::size_t>(fraction * columns);
    return "[" + std::string(full, '=') +
           std::string(static_cast<std::size_t>(columns) - full, ' ') + "]";
}

// The text cut to that many columns, from the left: the end of a file name tells more.
std::string last_columns(const std::string& text, std::size_t columns) {
    std::vector<std::string> characters = core::characters(text);
    while (!characters.empty() &&
           core::terminal_columns(fmt::format("{}", fmt::join(characters, ""))) > columns) {
        characters.erase(characters.begin());
    }
    return fmt::format("{}", fmt::join(characters, ""));
}

// For narrow terminals: as many of the fields as fit, the percentage first.
std::string without_bar(const Progress& progress, double fraction, int columns) {
    std::string line;
    for (const std::string& field :
         {fmt::format("{} %", static_cast<int>(fraction * 100)), remaining_time(progress),
          fmt::format("{}/{}", progress.done, progress.total)}) {
        if (!field.empty() && static_cast<int>(line.size() + field.size()) + 2 < columns) {
            line += line.empty() ? field : "  " + field;
        }
    }
    return line;
}

}  // namespace

std::string render(const Progress& progress, int columns) {
    const double fraction = std::clamp(
        static_cast<double>(progress.done) / static_cast<double>(progress.total), 0.0, 1.0);
    // Of constant width, so that the bar does not jump while the numbers grow.
    const std::string total = fmt::format("{}", progress.total);
    const std::string numbers = fmt::format(
        " {:3} %  {:>{}}/{} frames  {:>4} found  {:>10}", static_cast<int>(fraction * 100),
        progress.done, total.size(), total, progress.found, remaining_time(progress));
    const int room = columns - 1 - static_cast<int>(numbers.size());
    const int bar_columns = std::clamp(room / 2 - 2, bar_columns_min, bar_columns_max);
    const int name_columns = room - bar_columns - 4;
    if (name_columns < 1) {
        return without_bar(progress, fraction, columns);
    }
    return last_columns(core::printable(progress.name), static_cast<std::size_t>(name_columns)) +
           "  " + bar(fraction, bar_columns) + numbers;
}

ProgressBar::ProgressBar(std::string name, std::int64_t total)
    : progress_{std::move(name), 0, std::max<std::int64_t>(total, 1), 0, {}},
      on_terminal_(::isatty(STDERR_FILENO) == 1) {
    draw();
}

ProgressBar::~ProgressBar() {
    if (on_terminal_) {
        std::fputs(clear_line, stderr);
    }
}

void ProgressBar::advance(std::int64_t found) {
    ++progress_.done;
    progress_.found += found;
    progress_.elapsed = Clock::now() - started_;
    if (Clock::now() - drawn_ >= redraw_interval) {
        drawn_ = Clock::now();
        draw();
    }
}

void ProgressBar::draw() const {
    if (on_terminal_) {
        const std::string line = clear_line + render(progress_, terminal_columns());
        std::fputs(line.c_str(), stderr);
        std::fflush(stderr);
    }
}

}  // namespace mobilscan::cli
