#include "http/byte_range.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace mobilscan::http {
namespace {

constexpr std::string_view unit = "bytes=";

// Digits only: from_chars alone would take a sign. More than 64 bits is not a number either.
std::optional<std::uint64_t> number(std::string_view digits) noexcept {
    std::uint64_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, value);
    if (digits.empty() || error != std::errc() || stopped != end) {
        return std::nullopt;
    }
    return value;
}

RequestedRange last_bytes(std::string_view count_text, std::uint64_t size) noexcept {
    const auto count = number(count_text);
    if (!count) {
        return WholeResource{};
    }
    if (*count == 0 || size == 0) {
        return Unsatisfiable{};
    }
    return ByteRange{size - std::min(*count, size), size - 1};
}

}  // namespace

RequestedRange parse_range(std::string_view header, std::uint64_t size) noexcept {
    if (!header.starts_with(unit) || header.find(',') != std::string_view::npos) {
        return WholeResource{};
    }
    header.remove_prefix(unit.size());
    const std::size_t dash = header.find('-');
    if (dash == std::string_view::npos) {
        return WholeResource{};
    }
    const std::string_view first_text = header.substr(0, dash);
    const std::string_view last_text = header.substr(dash + 1);
    if (first_text.empty()) {
        return last_bytes(last_text, size);
    }
    const auto first = number(first_text);
    const auto last = number(last_text);
    if (!first || (!last && !last_text.empty()) || (last && *last < *first)) {
        return WholeResource{};
    }
    if (*first >= size) {
        return Unsatisfiable{};
    }
    return ByteRange{*first, last ? std::min(*last, size - 1) : size - 1};
}

}  // namespace mobilscan::http
