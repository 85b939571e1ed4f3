// A video's display matrix as one of the eight orientations.
#pragma once

#include <cstdint>
#include <span>

#include "core/orientation.h"

namespace mobilscan::decoder {

// The matrix of a track header (ISO/IEC 14496-12, 8.3.2: a b u c d v x y w, 16.16 fixed point),
// which maps (x, y) to (ax + cy, bx + dy). Slanted angles go to the nearest quarter turn, scale
// is ignored; a matrix that says nothing is as_stored.
[[nodiscard]] core::Orientation orientation_of_matrix(std::span<const std::int32_t, 9> matrix);

}  // namespace mobilscan::decoder
