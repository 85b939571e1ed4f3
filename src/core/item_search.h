// What an item is found by: all that is shown of it. Pure.
#pragma once

#include <string_view>

#include "core/detection.h"

namespace mobilscan::core {

// Whether the item's text, another reading of it, the text printed beside it, its trade item number
// or a value of its GS1 elements contains the text. Both are taken as folded() takes them, so
// `part` must be folded; an empty one is in every item.
[[nodiscard]] bool says(const Item& item, std::string_view part);

}  // namespace mobilscan::core
