// Which tracks are one label: slips of its reading, its return into view, and a code with the text
// printed beside it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "scan/track.h"

namespace mobilscan::scan {

// For each track the earliest one of its label, which may be itself; nothing for a track that is
// no label of its own: one that was never seen but cut by the edge of the frame. A pure function of
// the tracks.
[[nodiscard]] std::vector<std::optional<std::size_t>> grouped(std::span<const Track> tracks);

// Letters and digits in upper case: what a code and the text printed beside it have in common.
[[nodiscard]] std::string letters_and_digits(std::string_view text);

}  // namespace mobilscan::scan
