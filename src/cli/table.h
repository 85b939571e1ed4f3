// The form for people: aligned columns for a terminal.
#pragma once

#include <string>
#include <vector>

#include "cli/scan_report.h"

namespace mobilscan::cli {

// Columns padded to the widest cell and two spaces apart, wide characters counted as two; the last
// column is not padded. All rows have as many cells as the first.
[[nodiscard]] std::string aligned(const std::vector<std::vector<std::string>>& rows);

[[nodiscard]] std::string render_table(const ScanReport& report, const RenderOptions& options);

}  // namespace mobilscan::cli
