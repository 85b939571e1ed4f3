// Proves: characters of the dictionary are told apart by script, above all those that look alike.
#include "ocr/script.h"

#include <gtest/gtest.h>

#include "core/text.h"

namespace mobilscan::ocr {
namespace {

void expect_all(std::string_view text, Script script) {
    for (const std::string& character : core::characters(text)) {
        EXPECT_EQ(script_of(character), script) << character;
    }
}

TEST(Script, OfLettersIsThatOfUnicode) {
    expect_all("AZazÄéøßŁşȚəẠªÅ", Script::latin);
    expect_all("一口工丨〇々〆中郎㐂𠀀", Script::han);
    expect_all("ロニーハヽぁんァｱ", Script::kana);
    expect_all("ΑΒΕΟαβνοϢɑɡℎℑ", Script::other);
}

TEST(Script, OfDigitsPunctuationAndSignsIsCommon) {
    expect_all("0189 .:-/()#&+±×÷°²½€¥→■①Ⅳ😀", Script::common);
    expect_all("、。「」【】〒㈱・･︽", Script::punctuation);
}

TEST(Script, OfUnitsInGreekLettersIsCommon) {
    expect_all("ΔΣΦΩλμπφµ", Script::common);
}

TEST(Script, OfAFullWidthFormIsThatOfThePlainCharacter) {
    expect_all("ＡＺａｚ", Script::latin);
    expect_all("０９：（，～￥", Script::common);
}

TEST(HalfWidth, IsThePlainCharacter) {
    EXPECT_EQ(half_width("："), ":");
    EXPECT_EQ(half_width("Ａ"), "A");
    EXPECT_EQ(half_width("～"), "~");
    EXPECT_EQ(half_width("￥"), "¥");
    EXPECT_EQ(half_width("　"), " ");
    EXPECT_EQ(half_width("中"), "中");
    EXPECT_EQ(half_width("A"), "A");
}

TEST(IsAllowed, LatinAndCommonCharactersAlways) {
    constexpr core::Scripts latin{false, false, false};
    constexpr core::Scripts chinese{true, false, false};
    EXPECT_TRUE(is_allowed(Script::latin, latin));
    EXPECT_TRUE(is_allowed(Script::common, latin));
    EXPECT_FALSE(is_allowed(Script::han, latin));
    EXPECT_FALSE(is_allowed(Script::punctuation, latin));
    EXPECT_FALSE(is_allowed(Script::other, latin));
    EXPECT_TRUE(is_allowed(Script::han, chinese));
    EXPECT_TRUE(is_allowed(Script::punctuation, chinese));
    EXPECT_FALSE(is_allowed(Script::kana, chinese));
}

}  // namespace
}  // namespace mobilscan::ocr
