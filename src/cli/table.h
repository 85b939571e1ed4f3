// The form for people: aligned columns for a terminal.
#pragma once

#include <string>
#include <vector>

#include "cli/scan_report.h"

namespace mobilscan::cli {

// Columns padded to the widest cell and two spaces apart, wide characters counted as two; the last
// column is not padded. All rows have as many cells as the first.
[[nodiscard]] std::string aligned(const std::vector<std::vector<std::string>>& rows);

// A time as m:ss.ss, or h:mm:ss.ss from an hour on.
[[nodiscard]] std::string clock_time(std::int64_t microseconds);

[[nodiscard]] std::string render_table(const ScanReport& report, const RenderOptions& options);

}  // namespace mobilscan::cli
