// Two readings side by side: what goes together, and what one has more.
#include "scan/alignment.h"

#include <gtest/gtest.h>

#include "scan/tracks_test.h"

namespace mobilscan::scan {
namespace {

std::string laid_out(const std::string& a, const std::string& b) {
    const auto one = characters_of(a);
    const auto other = characters_of(b);
    std::string text;
    for (const AlignedPair& pair : aligned(one, other).pairs) {
        text += pair.a ? one[*pair.a].text : "-";
        text += pair.b ? other[*pair.b].text : "-";
        text += ' ';
    }
    return text;
}

TEST(Alignment, PutsEqualCharactersTogetherAndTellsWhatIsMissing) {
    EXPECT_EQ(laid_out("AB12", "AB12"), "AA BB 11 22 ");
    EXPECT_EQ(laid_out("AB12", "A12"), "AA B- 11 22 ");
    EXPECT_EQ(laid_out("12", "X12"), "-X 11 22 ");
    EXPECT_EQ(laid_out("", "A"), "-A ");
}

TEST(Alignment, PutsLookAlikesAndAlternativesTogether) {
    EXPECT_EQ(laid_out("LS15", "LSI5"), "LL SS 1I 55 ");
    auto unsure = characters_of("X7");
    unsure[0].alternatives.push_back({"K", 0.4F});
    EXPECT_GT(likeness(unsure[0], characters_of("K")[0]), 0.3F);
    EXPECT_EQ(likeness(unsure[1], characters_of("K")[0]), 0);
}

TEST(Alignment, MeasuresHowAlikeTextsAre) {
    const auto of = [](const char* a, const char* b) {
        return similarity(characters_of(a), characters_of(b));
    };
    EXPECT_EQ(of("AB12", "AB12"), 1);
    EXPECT_EQ(of("", ""), 1);
    EXPECT_EQ(of("AB12", ""), 1 - 0.7F);
    EXPECT_GT(of("SN 4711", "SN 4771"), 0.8F);
    EXPECT_LT(of("SN 4711", "EXP 2027"), 0.5F);
    EXPECT_EQ(of("AB12", "CD34"), of("CD34", "AB12"));
}

}  // namespace
}  // namespace mobilscan::scan
