// Log: what the services say to whoever looks after them, one line an event on standard error.
//
// A line is a JSON object {"ts","level","event",...fields} where standard error is a file or a
// pipe, and plain words on a terminal. Events are names ("job_completed"), fields the details; no
// recognised text, key or full path belongs in either. Threads: any; a line is one write(2), so
// that lines of several processes do not mix.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace mobilscan::telemetry {

enum class Level : std::uint8_t { debug, info, warning, error };

// "debug", "info", "warning" (or "warn"), "error", in any case; nothing for other words.
[[nodiscard]] std::optional<Level> level_of(std::string_view name) noexcept;

// Lines below it are left out. Default: info.
void set_level(Level level) noexcept;

struct Field {
    using Value = std::variant<std::int64_t, double, bool, std::string>;

    template <class T>
    Field(std::string_view field_name, T&& field_value) : name(field_name) {
        using Plain = std::remove_cvref_t<T>;
        if constexpr (std::is_same_v<Plain, bool>) {
            value = field_value;
        } else if constexpr (std::is_integral_v<Plain>) {
            value = static_cast<std::int64_t>(field_value);
        } else if constexpr (std::is_floating_point_v<Plain>) {
            value = static_cast<double>(field_value);
        } else {
            value = std::string(std::forward<T>(field_value));
        }
    }

    std::string_view name;
    Value value;
};

void log(Level level, std::string_view event, std::initializer_list<Field> fields = {});

// The line that log() writes, without its end: for tests. `time_us` is since 1970 UTC.
[[nodiscard]] std::string json_line(Level level, std::string_view event,
                                    std::initializer_list<Field> fields, std::int64_t time_us);

}  // namespace mobilscan::telemetry
