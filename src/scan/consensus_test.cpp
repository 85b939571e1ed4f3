// One text from several readings: what most of the weight says at each place.
#include "scan/consensus.h"

#include <gtest/gtest.h>

#include "ocr/ctc.h"
#include "scan/tracks_test.h"

namespace mobilscan::scan {
namespace {

std::string consensus(const std::vector<std::pair<std::string, float>>& texts) {
    std::vector<WeightedReading> readings;
    for (const auto& [text, weight] : texts) {
        readings.push_back({characters_of(text), weight});
    }
    return ocr::text_of(fused(readings));
}

TEST(Consensus, OfOneReadingIsThatReading) {
    EXPECT_EQ(consensus({{"SN 4711", 0.2F}}), "SN 4711");
}

TEST(Consensus, TakesAtEachPlaceWhatMostSay) {
    // No reading is right as a whole.
    EXPECT_EQ(consensus({{"XN 4711", 1}, {"SN 4X11", 1}, {"SN 471X", 1}}), "SN 4711");
}

TEST(Consensus, CountsByWeight) {
    EXPECT_EQ(consensus({{"SN 4711", 1}, {"SN 4111", 0.4F}, {"SN 4111", 0.4F}}), "SN 4711");
}

TEST(Consensus, LeavesOutAndPutsInWhatMostLackOrHave) {
    EXPECT_EQ(consensus({{"AB123", 1}, {"AB-123", 1}, {"AB-123", 1}}), "AB-123");
    EXPECT_EQ(consensus({{"AB123", 1}, {"AB1Z23", 1}, {"AB123", 1}}), "AB123");
    EXPECT_EQ(consensus({{"12345", 1}, {"012345", 1}, {"012345", 1}}), "012345");
}

TEST(Consensus, LetsAlternativesDecide) {
    std::vector<WeightedReading> readings{{characters_of("B0", 0.5F), 1},
                                          {characters_of("80", 0.45F), 1}};
    readings[0].characters[0].alternatives.push_back({"8", 0.4F});
    const auto characters = fused(readings);
    EXPECT_EQ(ocr::text_of(characters), "80");
    EXPECT_NEAR(characters[0].confidence, (0.45F + 0.4F) / 2, 1e-5);
    ASSERT_FALSE(characters[0].alternatives.empty());
    EXPECT_EQ(characters[0].alternatives[0].text, "B");
}

TEST(Consensus, DoesNotDependOnTheOrderOfTheReadings) {
    EXPECT_EQ(consensus({{"AB12", 0.9F}, {"AB1Z", 0.8F}, {"A812", 0.7F}}),
              consensus({{"A812", 0.7F}, {"AB1Z", 0.8F}, {"AB12", 0.9F}}));
}

}  // namespace
}  // namespace mobilscan::scan
