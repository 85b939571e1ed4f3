#include "core/utc_time.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "core/check.h"

namespace mobilscan::core {
namespace {

using std::chrono::microseconds;
using std::chrono::sys_days;
using std::chrono::sys_time;

// Exactly `digits` decimal digits at `at`, or nothing.
std::optional<unsigned> number_at(std::string_view text, std::size_t at, std::size_t digits) {
    if (text.size() < at + digits) {
        return std::nullopt;
    }
    const char* begin = text.data() + at;
    unsigned value = 0;
    const auto [end, error] = std::from_chars(begin, begin + digits, value);
    if (error != std::errc{} || end != begin + digits) {
        return std::nullopt;
    }
    return value;
}

// ".5" is 500,000 microseconds; an empty text is none.
std::optional<unsigned> fraction_us(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const std::size_t digits = text.size() - 1;
    if (text[0] != '.' || digits < 1 || digits > 6) {
        return std::nullopt;
    }
    std::optional<unsigned> value = number_at(text, 1, digits);
    for (std::size_t i = digits; value && i < 6; ++i) {
        *value *= 10;
    }
    return value;
}

}  // namespace

std::string utc_text(std::int64_t time_us, char separator) {
    const sys_time<microseconds> time{microseconds{time_us}};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    const int year = static_cast<int>(date.year());
    CHECK(year >= 0 && year <= 9999);
    std::array<char, 64> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02u%c%02d:%02d:%02d.%06d", year,
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), separator,
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<std::int64_t> parse_utc_text(std::string_view text) {
    constexpr std::size_t whole_seconds = 19;  // "2025-12-07 10:11:12"
    if (text.size() < whole_seconds || text[4] != '-' || text[7] != '-' ||
        (text[10] != ' ' && text[10] != 'T') || text[13] != ':' || text[16] != ':') {
        return std::nullopt;
    }
    if (text.ends_with('Z')) {
        text.remove_suffix(1);
    }
    const auto year = number_at(text, 0, 4);
    const auto month = number_at(text, 5, 2);
    const auto day = number_at(text, 8, 2);
    const auto hour = number_at(text, 11, 2);
    const auto minute = number_at(text, 14, 2);
    const auto second = number_at(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second || text.size() < whole_seconds) {
        return std::nullopt;
    }
    const auto fraction = fraction_us(text.substr(whole_seconds));
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{*month}, std::chrono::day{*day}};
    if (!fraction || !date.ok() || *hour > 23 || *minute > 59 || *second > 59) {
        return std::nullopt;
    }
    const auto time = sys_days{date}.time_since_epoch() + std::chrono::hours{*hour} +
                      std::chrono::minutes{*minute} + std::chrono::seconds{*second} +
                      microseconds{*fraction};
    return microseconds{time}.count();
}

}  // namespace mobilscan::core
