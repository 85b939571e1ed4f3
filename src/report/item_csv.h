// Items as rows of a table, the same from the command line and from the service.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/detection.h"
#include "core/spans.h"

namespace mobilscan::report {

// The names of the columns, without an end of line.
inline constexpr std::string_view item_columns =
    "Video,Kind,Text,Format,Confidence,Votes,Alternatives,Printed_Text,First_Seen,Last_Seen,"
    "Sightings,Best_Frame,GTIN";
inline constexpr std::string_view more_item_columns =
    "Lot,Expiry,Serial,Readable,Same_Text,Print_Agrees,Spans";

// One item's fields, escaped: times in seconds with six decimals, confidence with four, several
// alternatives with " | " between. `raw`: texts that look like formulas are left as they are.
[[nodiscard]] std::vector<std::string> item_fields(const std::string& video, const core::Item& item,
                                                   bool raw);

// The fields of more_item_columns, likewise: of a GS1 code its first lot, expiry and serial number
// and its readable form, empty where there is none; true or false; the same, or empty without a
// print; spans as first-last, with ";"
// between.
[[nodiscard]] std::vector<std::string> more_item_fields(const core::Item& item,
                                                        std::span<const core::Span> spans,
                                                        bool raw);

}  // namespace mobilscan::report
