// The Range header of a request for one resource of known size (RFC 9110, section 14). Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace mobilscan::http {

// Answer 200 with everything: no range, one that is not understood, or more than one (which a
// server may ignore).
struct WholeResource {
    friend bool operator==(const WholeResource&, const WholeResource&) = default;
};

// Answer 206 with the bytes first to last, both included; first <= last < size.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    [[nodiscard]] std::uint64_t size() const noexcept { return last - first + 1; }
    friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

// Answer 416: the range begins behind the end, or the resource is empty.
struct Unsatisfiable {
    friend bool operator==(const Unsatisfiable&, const Unsatisfiable&) = default;
};

using RequestedRange = std::variant<WholeResource, ByteRange, Unsatisfiable>;

// `header` is the field's value, empty when there is none: "bytes=0-99", "bytes=100-",
// "bytes=-50" (the last 50 bytes). An end behind the last byte is moved to it.
[[nodiscard]] RequestedRange parse_range(std::string_view header, std::uint64_t size) noexcept;

}  // namespace mobilscan::http
