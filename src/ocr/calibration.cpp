#include "ocr/calibration.h"

#include <algorithm>
#include <cmath>

namespace mobilscan::ocr {
namespace {

constexpr double slope = 1.13;
constexpr double offset = -1.53;
constexpr double surest = 0.999;  // beyond it there were too few errors to tell scores apart

double logit(double probability) {
    return std::log(probability / (1 - probability));
}

}  // namespace

float calibrated_confidence(float score) noexcept {
    const double within = std::clamp(static_cast<double>(score), 1 - surest, surest);
    const double share = 1 / (1 + std::exp(-(slope * logit(within) + offset)));
    return static_cast<float>(std::round(share * 1e4) / 1e4);
}

}  // namespace mobilscan::ocr
