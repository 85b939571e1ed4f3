// Values that stand in one text column, and the text that a database takes. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/quad.h"

namespace mobilscan::store {

// Eight numbers with a space between, each the shortest text that reads back as the same float.
[[nodiscard]] std::string quad_text(const core::Quad& quad);
[[nodiscard]] std::optional<core::Quad> parse_quad(std::string_view text);

// One line per text; a backslash and a line feed in a text are written as \\ and \n.
[[nodiscard]] std::string list_text(const std::vector<std::string>& texts);
[[nodiscard]] std::vector<std::string> parse_list(std::string_view text);

// The decimal that a float of four decimals stands for, so that tables show 0.9876.
[[nodiscard]] double four_decimals(float value);

}  // namespace mobilscan::store
