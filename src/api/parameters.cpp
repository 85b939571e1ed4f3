#include "api/parameters.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/limits.h"
#include "core/text.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;

constexpr char separator = '\n';
constexpr int base64_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t cursor_bytes_max = 2'000;
constexpr int page_rows_default = 100;

tl::unexpected<core::Error> wrong(std::string_view name, const std::string& takes) {
    return failure(ErrorCode::bad_request, std::string(name) + " must be " + takes);
}

template <class T>
std::optional<T> parsed(std::string_view text) {
    T value{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || result.ec != std::errc() || result.ptr != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::vector<std::string>> decoded_cursor(const std::string& text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    if (text.size() > cursor_bytes_max ||
        sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &size, nullptr, base64_variant) != 0) {
        return std::nullopt;
    }
    bytes.resize(size);
    std::vector<std::string> parts{""};
    for (const char c : bytes) {
        if (c == separator) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

}  // namespace

std::optional<std::int64_t> whole_number(std::string_view text) noexcept {
    return parsed<std::int64_t>(text);
}

std::optional<double> finite_number(std::string_view text) noexcept {
    const auto number = parsed<double>(text);
    return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<bool> truth(std::string_view text) noexcept {
    if (text == "true" || text == "1") {
        return true;
    }
    return text == "false" || text == "0" ? std::optional(false) : std::nullopt;
}

Result<void> only_parameters(const http::Request& request,
                             std::span<const std::string_view> known) {
    for (const auto& [name, value] : request.query) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            std::string names;
            for (const std::string_view each : known) {
                names += (names.empty() ? "" : ", ") + std::string(each);
            }
            constexpr std::size_t shown_characters = 50;
            return failure(ErrorCode::bad_request,
                           "there is no parameter '" +
                               core::printable(core::shortened(name, shown_characters)) +
                               "' here; " +
                               (names.empty() ? "it takes none" : "it takes " + names));
        }
    }
    return {};
}

Result<std::int64_t> number_parameter(const http::Request& request, std::string_view name,
                                      std::int64_t minimum, std::int64_t maximum,
                                      std::int64_t otherwise) {
    const auto text = request.parameter(name);
    if (!text) {
        return otherwise;
    }
    const auto number = whole_number(*text);
    if (!number || *number < minimum || *number > maximum) {
        return wrong(name, "a whole number from " + std::to_string(minimum) + " to " +
                               std::to_string(maximum));
    }
    return *number;
}

Result<bool> truth_parameter(const http::Request& request, std::string_view name) {
    const auto text = request.parameter(name);
    if (!text) {
        return false;
    }
    const auto value = truth(*text);
    if (!value) {
        return wrong(name, "true or false");
    }
    return *value;
}

Result<double> min_confidence_parameter(const http::Request& request) {
    const auto text = request.parameter("min_confidence");
    if (!text) {
        return 0.0;
    }
    const auto number = finite_number(*text);
    if (!number || *number < 0 || *number > 1) {
        return wrong("min_confidence", "a number from 0 to 1");
    }
    return *number;
}

Result<std::string> text_parameter(const http::Request& request, std::string_view name,
                                   std::size_t bytes_max) {
    auto text = request.parameter(name).value_or("");
    if (text.size() > bytes_max) {
        return wrong(name, "at most " + std::to_string(bytes_max) + " bytes long");
    }
    return text;
}

Result<int> limit_parameter(const http::Request& request) {
    return number_parameter(request, "limit", 1, limits::page_rows_max, page_rows_default)
        .map([](std::int64_t limit) { return static_cast<int>(limit); });
}

std::string cursor_of(const std::vector<std::string>& parts) {
    std::string joined;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) {
            joined += separator;
        }
        for (const char c : parts[i]) {
            joined += c == separator ? ' ' : c;
        }
    }
    std::string text(sodium_base64_encoded_len(joined.size(), base64_variant), '\0');
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(joined.data()), joined.size(),
                      base64_variant);
    text.pop_back();  // its NUL
    return text;
}

Result<std::optional<std::vector<std::string>>> cursor_parameter(const http::Request& request,
                                                                 std::size_t parts) {
    const auto text = request.parameter("cursor");
    if (!text) {
        return std::optional<std::vector<std::string>>();
    }
    auto decoded = decoded_cursor(*text);
    if (!decoded || decoded->size() != parts) {
        return wrong("cursor", "the 'next' of the page before");
    }
    return decoded;
}

Result<std::int64_t> cursor_number(const std::string& part) {
    const auto number = whole_number(part);
    if (!number || *number < 0) {
        return wrong("cursor", "the 'next' of the page before");
    }
    return *number;
}

Result<std::int64_t> captured_number(const http::Request& request, const std::string& name,
                                     std::int64_t minimum) {
    const auto number = whole_number(request.captured.at(name));
    if (!number || *number < minimum) {
        return failure(ErrorCode::not_found, "there is nothing of that number");
    }
    return *number;
}

}  // namespace mobilscan::api
