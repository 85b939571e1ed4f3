#include "ocr/calibration.h"

#include <gtest/gtest.h>

namespace mobilscan::ocr {
namespace {

TEST(Calibration, GivesTheSharesOfTheFit) {
    EXPECT_NEAR(calibrated_confidence(0.75F), 0.428F, 0.002F);
    EXPECT_NEAR(calibrated_confidence(0.9F), 0.722F, 0.002F);
    EXPECT_NEAR(calibrated_confidence(0.99F), 0.975F, 0.002F);
}

TEST(Calibration, RisesWithTheScore) {
    float before = 0;
    for (int hundredths = 1; hundredths < 100; ++hundredths) {
        const float now = calibrated_confidence(static_cast<float>(hundredths) / 100);
        EXPECT_GT(now, before) << hundredths;
        before = now;
    }
}

TEST(Calibration, IsNeverCertain) {
    EXPECT_GT(calibrated_confidence(0), 0);
    EXPECT_LT(calibrated_confidence(0), 0.001F);
    EXPECT_GT(calibrated_confidence(1), 0.99F);
    EXPECT_LT(calibrated_confidence(1), 1);
    EXPECT_EQ(calibrated_confidence(1), calibrated_confidence(2)) << "no score is above 1";
}

}  // namespace
}  // namespace mobilscan::ocr
