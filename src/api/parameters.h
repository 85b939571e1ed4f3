// Query parameters and cursors, checked. Internal to api/. Errors: bad_request, with a sentence
// that names the parameter and what it takes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "http/message.h"

namespace mobilscan::api {

// The error of the first of these results that has one, else nothing.
template <class... Results>
[[nodiscard]] const core::Error* first_error(const Results&... results) {
    const core::Error* found = nullptr;
    const auto look = [&](const auto& result) {
        if (found == nullptr && !result) {
            found = &result.error();
        }
    };
    (look(results), ...);
    return found;
}

[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text) noexcept;
[[nodiscard]] std::optional<double> finite_number(std::string_view text) noexcept;
[[nodiscard]] std::optional<bool> truth(std::string_view text) noexcept;  // true/false, 1/0

// Error where the query has a parameter that is not one of these: a misspelt one must not be taken
// for one that was left out.
[[nodiscard]] Result<void> only_parameters(const http::Request& request,
                                           std::span<const std::string_view> known);

[[nodiscard]] Result<std::int64_t> number_parameter(const http::Request& request,
                                                    std::string_view name, std::int64_t minimum,
                                                    std::int64_t maximum, std::int64_t otherwise);
[[nodiscard]] Result<bool> truth_parameter(const http::Request& request, std::string_view name);
// 0 when it is not there.
[[nodiscard]] Result<double> min_confidence_parameter(const http::Request& request);
// Empty when it is not there. `characters_max` counts bytes.
[[nodiscard]] Result<std::string> text_parameter(const http::Request& request,
                                                 std::string_view name, std::size_t bytes_max);
// `limit`, 1 to limits::page_rows_max, default 100.
[[nodiscard]] Result<int> limit_parameter(const http::Request& request);

// A cursor is a list of texts that clients send back as they got it.
[[nodiscard]] std::string cursor_of(const std::vector<std::string>& parts);
// Nothing without `cursor`. Error: bad_request when it is no cursor with so many parts.
[[nodiscard]] Result<std::optional<std::vector<std::string>>> cursor_parameter(
    const http::Request& request, std::size_t parts);
// A part of a cursor that must be a whole number.
[[nodiscard]] Result<std::int64_t> cursor_number(const std::string& part);

// A path part that must be a whole number of at least `minimum`. Error: not_found.
[[nodiscard]] Result<std::int64_t> captured_number(const http::Request& request,
                                                   const std::string& name, std::int64_t minimum);

}  // namespace mobilscan::api
