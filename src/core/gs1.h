// What the number systems of GS1 say: the elements of a GS1 code, and trade item numbers.
//
// After the GS1 General Specifications, release 24: application identifiers and their lengths (3.2
// and figure 7.8.5-2), check digits (7.9.1), dates (3.4), zero suppression (5.2.2.4). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mobilscan::core {

// Ends an element of variable length within a code (FNC1, transmitted as GS).
inline constexpr char gs1_separator = '\x1D';

struct Gs1Element {
    std::string identifier;  // "01", "310", ... without the place of a decimal point
    std::string name;        // "gtin", "lot", "expiry", "serial", "sscc", ...; empty: no common one
    // As people write it: dates as 2027-04-05 (a day 00: 2027-04), measures and amounts with their
    // decimal point; others as they stand.
    std::string value;
    bool is_valid = true;   // the check digit is right, the date exists, the length fits
    std::string unit = {};  // "kg", "m²", "%", "EUR" ...; a rare currency as its ISO 4217 number

    friend bool operator==(const Gs1Element&, const Gs1Element&) = default;
};

// Whether codes of that symbology (as barcode/ names it) hold elements: "GS1-128", "DataBar ...".
[[nodiscard]] bool holds_gs1_elements(std::string_view format) noexcept;

// The elements of such a code's content; none where it does not begin with an identifier. What
// follows an unknown identifier is left out.
[[nodiscard]] std::vector<Gs1Element> gs1_elements(std::string_view content);

// The same code as people write it: identifiers in parentheses, no separators. Nothing where not
// all of it are elements.
[[nodiscard]] std::optional<std::string> gs1_readable(std::string_view content);

// Whether the last of the digits is the check digit of those before it, as GTIN and SSCC have it.
[[nodiscard]] bool has_gs1_check_digit(std::string_view digits) noexcept;

// The eight digits that stand under a UPC-E, for the twelve of the UPC-A that it is short for; and
// back (5.2.2.4). Nothing for digits that have no such form.
[[nodiscard]] std::optional<std::string> upc_e_of(std::string_view upc_a);
[[nodiscard]] std::optional<std::string> upc_a_of(std::string_view upc_e);

// The trade item number of a code as 14 digits: of EAN and UPC their own, of a GS1 code the one
// that its elements name; nothing for others and for wrong check digits.
[[nodiscard]] std::optional<std::string> gtin_of(std::string_view format, std::string_view text);

}  // namespace mobilscan::core
