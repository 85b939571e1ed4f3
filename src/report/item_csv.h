// Items as rows of a table, the same from the command line and from the service.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/detection.h"

namespace mobilscan::report {

// The names of the columns, without an end of line.
inline constexpr std::string_view item_columns =
    "Video,Kind,Text,Format,Confidence,Votes,Alternatives,Printed_Text,First_Seen,Last_Seen,"
    "Sightings,Best_Frame,GTIN";

// One item's fields, escaped: times in seconds with six decimals, confidence with four, several
// alternatives with " | " between. `raw`: texts that look like formulas are left as they are.
[[nodiscard]] std::vector<std::string> item_fields(const std::string& video, const core::Item& item,
                                                   bool raw);

}  // namespace mobilscan::report
