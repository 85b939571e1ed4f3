// What the head of a request must be before anything believes it. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mobilscan::http {

// Checks the raw head (up to and with its empty line): no folded lines, no CR or LF but as CR LF,
// no NUL, at most limits::request_headers_max fields. Why it is refused, or nothing.
[[nodiscard]] std::optional<std::string> head_fault(std::string_view head);

// Checks the fields that say where the body ends (RFC 9112, section 6): at most one
// Content-Length, of digits; at most one Transfer-Encoding, exactly "chunked", on HTTP/1.1; never
// both. `fields` have names in lower case.
[[nodiscard]] std::optional<std::string> framing_fault(
    const std::vector<std::pair<std::string, std::string>>& fields, bool is_http_1_1);

}  // namespace mobilscan::http
