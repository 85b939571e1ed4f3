// Moments as whole microseconds since 1970-01-01 00:00 UTC, and their text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mobilscan::core {

// "2025-12-07 10:11:12.123456" (26 characters, always six decimals, no zone), with `separator`
// between day and time. `time_us` lies in the years 0 to 9999.
[[nodiscard]] std::string utc_text(std::int64_t time_us, char separator);

// The moment of such a text: separator ' ' or 'T', none to six decimals, no zone or a final 'Z'.
// Nothing when it is anything else.
[[nodiscard]] std::optional<std::int64_t> parse_utc_text(std::string_view text);

}  // namespace mobilscan::core
