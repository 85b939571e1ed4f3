// Patch: a small grey picture of one line of print, to tell whether two frames show the same line.
// Pure.
#pragma once

#include "core/quad.h"
#include "image/image.h"

namespace mobilscan::image {

struct Patch {
    Image grey;        // patch_height rows, the longer side of the quad along them
    float height = 0;  // of the shorter side of the quad in its picture, pixels
    float sharpness =
        0;  // of the print, as large as it is here: 0 flat, about 1 as sharp as can be
};

inline constexpr int patch_height = 24;  // the least at which digits can be told apart

// What the quad holds in a BGR picture. The quad may begin at any of its corners.
[[nodiscard]] Patch patch_of(ImageView picture, const core::Quad& quad);

// How much the two are alike in the part where they are least, a window of one or two characters:
// the normalised correlation there, -1 to 1, each window tried some pixels around its place. 0 for
// patches of different proportions, flat ones, and those that are unlike at a glance.
[[nodiscard]] float likeness(const Patch& a, const Patch& b);

// The same for windows as wide as a narrow character: whether not even one digit is another.
[[nodiscard]] float sameness(const Patch& a, const Patch& b);

}  // namespace mobilscan::image
