// Noise of a sensor in the dark: how much there is, and a picture with less of it. Pure.
#pragma once

#include "image/image.h"

namespace mobilscan::image {

// Standard deviation, in grey levels of 0 to 255, of the noise in the middle of a BGR picture, as
// the second derivatives in both directions show it (Immerkaer, "Fast noise variance estimation",
// CVIU 1996), by their median (Donoho and Johnstone, 1994), which edges do not move. 0 for a
// picture of fewer than 3 x 3 pixels.
[[nodiscard]] float noise_deviation(ImageView picture);

// The picture smoothed by a Gaussian of that deviation in pixels, which must be positive.
[[nodiscard]] Image smoothed(ImageView picture, float deviation);

}  // namespace mobilscan::image
