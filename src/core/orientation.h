// How a stored picture must be turned to be seen as it was filmed.
#pragma once

#include <cstdint>

namespace mobilscan::core {

// The eight orientations of EXIF 2.32, tag 0x0112, with its numbers; a video's display matrix
// maps to the same eight. The name says what to do to the stored picture.
enum class Orientation : std::uint8_t {
    as_stored = 1,
    mirror_horizontally = 2,
    rotate_180 = 3,
    mirror_vertically = 4,
    transpose = 5,         // mirror along the main diagonal
    rotate_clockwise = 6,  // by 90 degrees
    transverse = 7,        // mirror along the other diagonal
    rotate_anticlockwise = 8,
};

[[nodiscard]] constexpr bool swaps_sides(Orientation orientation) noexcept {
    return orientation >= Orientation::transpose;
}

}  // namespace mobilscan::core
