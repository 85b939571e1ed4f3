// Which lines are two equal labels.
#include "ocr/twin_labels.h"

#include <gtest/gtest.h>

#include "core/text.h"
#include "ocr/ctc.h"

namespace mobilscan::ocr {
namespace {

// Each character as wide as another, in a line of 160 x 20 pixels.
TextLine line_of(const std::string& text) {
    TextLine line{text, 0.9F, {{{0, 0}, {160, 0}, {160, 20}, {0, 20}}}, {}};
    const auto characters = core::characters(text);
    const auto count = static_cast<float>(characters.size());
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const auto place = static_cast<float>(i);
        line.characters.push_back({characters[i], 0.9F, {}, place / count, (place + 1) / count});
    }
    return line;
}

std::vector<std::string> texts(const std::string& line) {
    std::vector<std::string> result;
    for (const TextLine& part : twins_apart(line_of(line))) {
        result.push_back(part.text);
    }
    return result;
}

using Texts = std::vector<std::string>;

TEST(TwinLabels, AreTwoLinesThatSayTheSame) {
    const auto parts = twins_apart(line_of("KD 97 LXKD 97 LX"));
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].text, "KD 97 LX");
    EXPECT_EQ(parts[1].text, "KD 97 LX");
    EXPECT_FLOAT_EQ(parts[0].quad[1].x, 80);
    EXPECT_FLOAT_EQ(parts[1].quad[0].x, 80);
    EXPECT_FLOAT_EQ(parts[1].quad[2].x, 160);
    EXPECT_FLOAT_EQ(parts[1].characters[0].begin, 0);
    EXPECT_FLOAT_EQ(parts[1].characters[7].end, 1);
    EXPECT_FLOAT_EQ(parts[0].confidence, 0.9F);
}

TEST(TwinLabels, AreNoNumbersNoWordsSetApartAndNothingShort) {
    EXPECT_EQ(texts("1234512345"), Texts{"1234512345"});
    EXPECT_EQ(texts("AB12AB12"), Texts{"AB12AB12"});
    EXPECT_EQ(texts("PUMP7 PUMP7"), Texts{"PUMP7 PUMP7"});
    EXPECT_EQ(texts("KD 97 LXKD 97 LY"), Texts{"KD 97 LXKD 97 LY"});
    EXPECT_EQ(texts("A"), Texts{"A"});
}

}  // namespace
}  // namespace mobilscan::ocr
