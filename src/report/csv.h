// CSV by RFC 4180, safe to open in a spreadsheet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mobilscan::report {

// A field of text. One that a spreadsheet would take for a formula (it begins with = + - @, TAB or
// CR) gets a leading apostrophe: what was read from a label is a stranger's text.
[[nodiscard]] std::string csv_text(std::string_view text);

// A field as it is, quoted where needed: for numbers made by this program.
[[nodiscard]] std::string csv_field(std::string_view text);

// A number with so many digits behind the point.
[[nodiscard]] std::string csv_decimals(double value, int digits);

// Fields that are already escaped, as one line that ends in CR LF.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);

}  // namespace mobilscan::report
