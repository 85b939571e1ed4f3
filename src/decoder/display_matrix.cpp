#include "decoder/display_matrix.h"

namespace mobilscan::decoder {

using core::Orientation;

core::Orientation orientation_of_matrix(std::span<const std::int32_t, 9> matrix) {
    const std::int64_t a = matrix[0];
    const std::int64_t b = matrix[1];
    const std::int64_t c = matrix[3];
    const std::int64_t d = matrix[4];
    const auto magnitude = [](std::int64_t value) { return value < 0 ? -value : value; };
    if (magnitude(a) + magnitude(d) >= magnitude(b) + magnitude(c)) {
        if (a >= 0) {
            return d >= 0 ? Orientation::as_stored : Orientation::mirror_vertically;
        }
        return d >= 0 ? Orientation::mirror_horizontally : Orientation::rotate_180;
    }
    if (b >= 0) {
        return c >= 0 ? Orientation::transpose : Orientation::rotate_clockwise;
    }
    return c >= 0 ? Orientation::rotate_anticlockwise : Orientation::transverse;
}

}  // namespace mobilscan::decoder
