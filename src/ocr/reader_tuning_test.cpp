#include "ocr/reader_tuning.h"

#include <gtest/gtest.h>

namespace mobilscan::ocr {
namespace {

TEST(ReaderTuning, SetsNumbersAndSwitches) {
    ReaderOptions options;
    ASSERT_TRUE(tune(options, "side=1280  codes=0 codes.gap=1.5"));
    EXPECT_EQ(options.detector.side_max, 1280);
    EXPECT_FALSE(options.assembles_codes);
    EXPECT_FLOAT_EQ(options.code_parts.gap_max, 1.5F);
}

TEST(ReaderTuning, NothingChangesNothing) {
    ReaderOptions options;
    ASSERT_TRUE(tune(options, ""));
    EXPECT_EQ(options.detector.side_max, ReaderOptions{}.detector.side_max);
}

TEST(ReaderTuning, SaysWhatItDoesNotKnow) {
    for (const char* wrong : {"sides=3", "side", "side=", "side=12x", "=3"}) {
        ReaderOptions options;
        const auto result = tune(options, wrong);
        ASSERT_FALSE(result) << wrong;
        EXPECT_NE(result.error().message.find("codes.gap"), std::string::npos);
    }
}

}  // namespace
}  // namespace mobilscan::ocr
