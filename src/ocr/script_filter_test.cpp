// Proves: with some scripts only, lines of others are not reported, look-alikes give way to the
// letters that they were taken for, and what stood apart is never joined.
#include "ocr/script_filter.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "core/text.h"
#include "ocr/ctc.h"

namespace mobilscan::ocr {
namespace {

constexpr core::Scripts latin{false, false, false};
constexpr core::Scripts chinese{true, false, false};

// A line of sure characters that stand apart, as wide as each other.
TextLine line_of(std::string_view text, float confidence = 0.98F) {
    TextLine line;
    const auto characters = core::characters(text);
    const float width = 1.0F / static_cast<float>(characters.size());
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const float begin = width * static_cast<float>(i);
        line.characters.push_back({characters[i], confidence, {}, begin, begin + width / 2});
    }
    line.text = text_of(line.characters);
    line.confidence = line_confidence(line.characters);
    return line;
}

// The line with an alternative for its character at `at`.
TextLine with_alternative(TextLine line, std::size_t at, std::string text, float confidence) {
    line.characters[at].alternatives.push_back({std::move(text), confidence});
    return line;
}

std::string text_in(const TextLine& line, const core::Scripts& scripts) {
    const auto left = in_scripts(line, scripts);
    if (left) {
        EXPECT_EQ(left->text, text_of(left->characters));
        EXPECT_LE(left->confidence, line_confidence(left->characters));
    }
    return left ? left->text : "(none)";
}

std::string latin_of(std::string_view text) {
    return text_in(line_of(text), latin);
}

TEST(InScripts, AllOfThemLeavesTheLineAsItIs) {
    TextLine line = with_alternative(line_of("出口 EXIT：", 0.5F), 1, "O", 0.3F);
    line.text = "untouched";
    const auto left = in_scripts(line, {});
    ASSERT_TRUE(left);
    EXPECT_EQ(left->text, "untouched");
    EXPECT_EQ(left->characters[1].alternatives.size(), 1U);
}

TEST(InScripts, LatinLinesStayAsTheyAre) {
    for (const char* text :
         {"LSI5 EBC", "Müller & Söhne", "10 kΩ ±5 %", "S/N: 00-12.3", "- 40 ℃"}) {
        EXPECT_EQ(latin_of(text), text);
    }
}

TEST(InScripts, LinesOfOtherScriptsAreNotReported) {
    for (const char* text : {"正品促销", "出口", "口", "第3章", "最高洗涤温度30℃", "だいじょうぶ。",
                             "ΑΒΓ", "、。", "工口"}) {
        EXPECT_EQ(latin_of(text), "(none)") << text;
    }
}

TEST(InScripts, ALineOfLookAlikesIsNoLatinOneHoweverNearItsAlternatives) {
    const TextLine line =
        with_alternative(with_alternative(line_of("工口", 0.5F), 0, "I", 0.45F), 1, "O", 0.45F);
    EXPECT_EQ(text_in(line, latin), "(none)");
}

TEST(InScripts, ALookAlikeGivesWayToAProbableAlternative) {
    const TextLine line =
        with_alternative(with_alternative(line_of("SERIAL N口 12"), 8, "回", 0.2F), 8, "O", 0.15F);
    const auto left = in_scripts(line, latin);
    ASSERT_TRUE(left);
    EXPECT_EQ(left->text, "SERIAL NO 12");
    EXPECT_FLOAT_EQ(left->characters[8].confidence, 0.15F) << "as sure as the alternative was";
    EXPECT_TRUE(left->characters[8].alternatives.empty()) << "回 is not allowed either";
    EXPECT_LT(left->confidence, line.confidence);
}

TEST(InScripts, AnImprobableAlternativeTakesNoPlace) {
    const TextLine line = with_alternative(line_of("SERIAL N口 12"), 8, "O", 0.09F);
    EXPECT_EQ(text_in(line, latin), "SERIAL N 12");
}

TEST(InScripts, OneSignReadAsTwoCharactersBecomesOne) {
    TextLine line = with_alternative(line_of("AB工I12"), 2, "I", 0.3F);
    line.characters[2].end = line.characters[3].begin;  // no blank between
    const auto left = in_scripts(line, latin);
    ASSERT_TRUE(left);
    EXPECT_EQ(left->text, "ABI12");
    EXPECT_FLOAT_EQ(left->characters[2].begin, line.characters[2].begin);
    EXPECT_FLOAT_EQ(left->characters[2].end, line.characters[3].end);
    EXPECT_FLOAT_EQ(left->characters[2].confidence, 0.98F);
    line.characters[2].end -= 0.01F;
    EXPECT_EQ(text_in(line, latin), "ABII12") << "a blank lies between: two letters";
}

TEST(InScripts, WhatStoodApartIsNotJoined) {
    EXPECT_EQ(latin_of("2024年11月07日"), "2024 11 07");
    EXPECT_EQ(latin_of("杭州G7512次 06车12号"), "G7512 06 12");
}

TEST(InScripts, PunctuationGoesWithWhatItBelongedTo) {
    EXPECT_EQ(latin_of("货号：B2390"), "B2390");
    EXPECT_EQ(latin_of("编号 (SERIAL NO.)：A-1"), "(SERIAL NO.):A-1");
    EXPECT_EQ(latin_of("【品号】：YM-X-3011（黑）"), "YM-X-3011");
    EXPECT_EQ(latin_of("温-40℃,"), "-40℃,");
    EXPECT_EQ(latin_of("ABC 品名 DEF"), "ABC DEF");
    EXPECT_EQ(latin_of("ABC 品, 名: DEF"), "ABC DEF");
}

TEST(InScripts, ACutIsAsSureAsWhatWasCut) {
    TextLine line = line_of("ABC年月DEF");
    line.characters[3].confidence = 0.4F;
    const auto left = in_scripts(line, latin);
    ASSERT_TRUE(left);
    ASSERT_EQ(left->text, "ABC DEF");
    EXPECT_FLOAT_EQ(left->characters[3].confidence, 0.4F);
    EXPECT_FLOAT_EQ(left->characters[3].begin, line.characters[3].begin);
    EXPECT_FLOAT_EQ(left->characters[3].end, line.characters[4].end);
}

TEST(InScripts, NoLineIsSurerThanBeforeItsCut) {
    TextLine line = line_of("用-A013");
    line.characters[0].confidence = 0.2F;
    line.confidence = line_confidence(line.characters);
    const auto left = in_scripts(line, latin);
    ASSERT_TRUE(left);
    EXPECT_EQ(left->text, "-A013");
    EXPECT_EQ(left->confidence, line.confidence);
}

TEST(InScripts, AlternativesOfOtherScriptsAreNotReported) {
    const TextLine line =
        with_alternative(with_alternative(line_of("A0B"), 1, "〇", 0.3F), 1, "O", 0.2F);
    const auto left = in_scripts(line, latin);
    ASSERT_TRUE(left);
    EXPECT_EQ(left->text, "A0B");
    ASSERT_EQ(left->characters[1].alternatives.size(), 1U);
    EXPECT_EQ(left->characters[1].alternatives[0].text, "O");
}

TEST(InScripts, FullWidthFormsBecomePlainWhereNoEastAsianScriptIsAllowed) {
    EXPECT_EQ(latin_of("ＬＯＴ：１２　Ａ"), "LOT:12 A");
    EXPECT_EQ(text_in(line_of("ＬＯＴ：１２"), chinese), "ＬＯＴ：１２");
    const TextLine line = with_alternative(line_of("LOT：12"), 3, ":", 0.3F);
    EXPECT_TRUE(in_scripts(line, latin)->characters[3].alternatives.empty()) << "the same now";
}

TEST(InScripts, ChineseAllowsLatinButNoKana) {
    EXPECT_EQ(text_in(line_of("货号：B2390"), chinese), "货号：B2390");
    EXPECT_EQ(text_in(line_of("ポイ捨て"), chinese), "(none)");
    EXPECT_EQ(text_in(with_alternative(line_of("出ロ EXIT"), 1, "口", 0.4F), chinese), "出口 EXIT");
    EXPECT_EQ(text_in(line_of("ポイ捨て"), {true, true, false}), "ポイ捨て");
}

std::vector<std::string> texts_in(const core::Scripts& scripts, std::vector<TextLine> lines) {
    std::vector<std::string> texts;
    const std::vector<TextLine> left = in_scripts(std::move(lines), scripts);
    texts.reserve(left.size());
    for (const TextLine& line : left) {
        texts.push_back(line.text);
    }
    return texts;
}

TEST(LinesInScripts, KeepsTheOrderOfTheLinesThatAreLeft) {
    const std::vector<TextLine> lines{line_of("ABC"), line_of("正品促销"), line_of("DEF")};
    EXPECT_EQ(texts_in(latin, lines), (std::vector<std::string>{"ABC", "DEF"}));
    EXPECT_EQ(texts_in({}, lines), (std::vector<std::string>{"ABC", "正品促销", "DEF"}));
}

TEST(LinesInScripts, LeavesOutALineThatItsReplacementsMadeUnsure) {
    const TextLine line = with_alternative(line_of("A口B", 0.9F), 1, "O", 0.2F);
    EXPECT_EQ(text_in(line, latin), "AOB");
    EXPECT_TRUE(texts_in(latin, {line}).empty());
}

}  // namespace
}  // namespace mobilscan::ocr
