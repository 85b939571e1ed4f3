#include "telemetry/log.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cmath>

#include "core/utc_time.h"

namespace mobilscan::telemetry {
namespace {

constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

std::atomic<Level> lowest{Level::info};

void append_json_text(std::string& line, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    line += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            line += "\\u00";
            line += digits[byte >> 4];
            line += digits[byte & 15];
        } else {
            line += c;
        }
    }
    line += '"';
}

struct JsonValue {
    std::string& line;

    void operator()(std::int64_t number) const { line += std::to_string(number); }
    void operator()(bool truth) const { line += truth ? "true" : "false"; }
    void operator()(double number) const {
        if (!std::isfinite(number)) {
            line += "null";
            return;
        }
        std::array<char, 32> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        line.append(digits.data(), end);
    }
    void operator()(const std::string& text) const { append_json_text(line, text); }
};

// 10:11:12 warning: job failed (job_id "x", attempts 2)
std::string words(Level level, std::string_view event, std::initializer_list<Field> fields,
                  std::int64_t time_us) {
    constexpr std::size_t clock_at = 11;  // in 2025-12-07T10:11:12
    std::string line = core::utc_text(time_us, 'T').substr(clock_at, 8);
    line += ' ';
    if (level >= Level::warning) {
        line += level_names[static_cast<std::size_t>(level)];
        line += ": ";
    }
    for (const char c : event) {
        line += c == '_' ? ' ' : c;
    }
    std::string_view before = " (";
    for (const Field& field : fields) {
        line += before;
        line += field.name;
        line += ' ';
        std::visit(JsonValue{line}, field.value);
        before = ", ";
    }
    return fields.size() > 0 ? line + ")" : line;
}

}  // namespace

std::optional<Level> level_of(std::string_view name) noexcept {
    std::string lower;
    for (const char c : name) {
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (lower == "warn") {
        return Level::warning;
    }
    for (std::size_t i = 0; i < level_names.size(); ++i) {
        if (level_names[i] == lower) {
            return static_cast<Level>(i);
        }
    }
    return std::nullopt;
}

void set_level(Level level) noexcept {
    lowest = level;
}

std::string json_line(Level level, std::string_view event, std::initializer_list<Field> fields,
                      std::int64_t time_us) {
    std::string line = R"({"ts":")" + core::utc_text(time_us, 'T') + R"(Z","level":")";
    line += level_names[static_cast<std::size_t>(level)];
    line += R"(","event":)";
    append_json_text(line, event);
    for (const Field& field : fields) {
        line += ',';
        append_json_text(line, field.name);
        line += ':';
        std::visit(JsonValue{line}, field.value);
    }
    return line + "}";
}

void log(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (level < lowest.load()) {
        return;
    }
    static const bool on_terminal = ::isatty(STDERR_FILENO) == 1;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::int64_t now_us = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
    std::string line =
        on_terminal ? words(level, event, fields, now_us) : json_line(level, event, fields, now_us);
    line += '\n';
    // A log that cannot be written must not end the service.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace mobilscan::telemetry
