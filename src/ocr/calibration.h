// From the recogniser's score of a line to how often such a line is right.
#pragma once

namespace mobilscan::ocr {

// The share of lines of this mean confidence of their characters (0 to 1) whose letters and digits
// stand there, in this order, signs and case apart: 0.0001 to 0.998, four decimals, rising with it.
//
// Platt's scaling (Platt 1999): the logit of the share is linear in that of the score. The two
// coefficients are the maximum-likelihood fit on the tuning half of the generated set;
// `bench/calibration --fit` finds them and draws the reliability diagram, docs/benchmarks/ keeps
// it.
[[nodiscard]] float calibrated_confidence(float score) noexcept;

}  // namespace mobilscan::ocr
