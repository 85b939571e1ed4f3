// Which texts are printed beside which codes: a label has its code in letters, too. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scan/track.h"

namespace mobilscan::scan {

struct CodeText {
    std::size_t code = 0;  // both among the tracks
    std::size_t text = 0;
};

// The texts that say what a code near them says, each with the nearest: two labels may be equal.
// Then those beside a code that say a part of it, and those that say nearly the same, under a code
// that no text agrees with.
[[nodiscard]] std::vector<CodeText> codes_with_texts(std::span<const Track> tracks);

}  // namespace mobilscan::scan
