// How sharp a decoded picture is, to be compared with others of the same stretch of video.
#pragma once

#include "decoder/libav.h"

namespace mobilscan::decoder {

// Mean squared difference of luma two pixels apart (Brenner et al., "An automated microscope for
// cytologic research", 1976), of every fourth row: along the rows and across them, the lesser of
// both, because a movement blurs in one direction only. In grey levels of 0 to 255, squared; 0 for
// a picture of fewer than 8 x 8 pixels and for formats whose first plane is not luma.
[[nodiscard]] double focus(const AVFrame& frame) noexcept;

}  // namespace mobilscan::decoder
