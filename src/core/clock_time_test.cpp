// Proves: a place in a video is written the way people say it.
#include "core/clock_time.h"

#include <gtest/gtest.h>

namespace mobilscan::core {
namespace {

TEST(ClockTime, ShowsHundredthsAndHoursOnlyWhenNeeded) {
    EXPECT_EQ(clock_time(0), "0:00.00");
    EXPECT_EQ(clock_time(59'999'000), "1:00.00");
    EXPECT_EQ(clock_time(61'234'567), "1:01.23");
    EXPECT_EQ(clock_time(3'600'000'000), "1:00:00.00");
}

}  // namespace
}  // namespace mobilscan::core
