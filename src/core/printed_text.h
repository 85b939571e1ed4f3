// What a code says and what is printed beside it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/detection.h"

namespace mobilscan::core {

// Look-alikes (O and 0, I and 1, ...), spaces and signs make no difference between print and code.
[[nodiscard]] bool says_the_same(std::string_view code, std::string_view printed);

// The print is a part of what the code says: one line or column of it, or the number of a GS1 code
// without its lot. Fewer than five characters are in too many codes.
[[nodiscard]] bool says_a_part(std::string_view code, std::string_view printed);

// Whether the text beside a code says something else: one of them is wrong.
[[nodiscard]] bool disagrees_with_print(const Item& item);

}  // namespace mobilscan::core
