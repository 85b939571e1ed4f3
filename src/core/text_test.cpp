// Text: characters of UTF-8, folding of look-alikes, and what is safe on a terminal.
#include "core/text.h"

#include <gtest/gtest.h>

#include <array>

namespace mobilscan::core {
namespace {

using Strings = std::vector<std::string>;

TEST(Characters, SplitsUtf8OfEveryLength) {
    EXPECT_EQ(characters("aé居😀"), (Strings{"a", "é", "居", "😀"}));
    EXPECT_TRUE(characters("").empty());
}

TEST(Characters, ReplacesEveryBrokenByte) {
    EXPECT_EQ(characters("a\xFF"
                         "b"),
              (Strings{"a", "\uFFFD", "b"}));
    EXPECT_EQ(characters("\xE5\xB1"), (Strings{"\uFFFD", "\uFFFD"})) << "cut off";
    EXPECT_EQ(characters("\xC0\xAF"), (Strings{"\uFFFD", "\uFFFD"})) << "overlong";
    EXPECT_EQ(characters("\xED\xA0\x80").size(), 3U) << "a surrogate";
    EXPECT_EQ(characters("\xF4\x90\x80\x80").size(), 4U) << "above U+10FFFF";
}

TEST(FirstCodePoint, IsThatOfTheFirstCharacter) {
    EXPECT_EQ(first_code_point("A居"), U'A');
    EXPECT_EQ(first_code_point("居A"), U'居');
    EXPECT_EQ(first_code_point("𠀀"), char32_t{0x20000});
    EXPECT_EQ(first_code_point("\xE5\xB1"), char32_t{0xFFFD});
    EXPECT_EQ(first_code_point(""), char32_t{0});
}

TEST(Truth, HasItsUsualWords) {
    for (const char* word : {"true", "TRUE", "True", "1", "yes", "on"}) {
        EXPECT_EQ(truth(word), true) << word;
    }
    for (const char* word : {"false", "False", "0", "no", "OFF"}) {
        EXPECT_EQ(truth(word), false) << word;
    }
    for (const char* word : {"", "2", "maybe", "true ", "t"}) {
        EXPECT_EQ(truth(word), std::nullopt) << word;
    }
}

TEST(Folded, MakesLookAlikesOne) {
    EXPECT_EQ(folded("LSI5 EBC"), folded("ls15-ebc"));
    EXPECT_EQ(folded("O0QD"), "0000");
    EXPECT_EQ(folded("I1L|Z2S5B8G6"), "111122558866");
    EXPECT_EQ(folded("DIN EN 1359:2007"), "01NEN13592007");
}

TEST(Folded, KeepsOtherScripts) {
    EXPECT_EQ(folded("居酒屋 1"), "居酒屋1");
}

TEST(Printable, TakesAwayWhatCouldSteerATerminal) {
    EXPECT_EQ(printable("a\x1B[31mb\n"), "a\uFFFD[31mb\uFFFD");
    EXPECT_EQ(printable("a\u202Eb\u2066c\u200F"), "a\uFFFDb\uFFFDc\uFFFD");
    EXPECT_EQ(printable("a\u0085b\x7F"), "a\uFFFDb\uFFFD");
    EXPECT_EQ(printable("Größe 居 m³"), "Größe 居 m³");
}

TEST(Hexadecimal, HasTwoDigitsAByte) {
    constexpr std::array<unsigned char, 4> bytes{0x00, 0x0F, 0xA5, 0xFF};
    EXPECT_EQ(hexadecimal(bytes), "000fa5ff");
    EXPECT_EQ(hexadecimal({}), "");
}

TEST(TerminalColumns, CountsWideCharactersTwice) {
    EXPECT_EQ(terminal_columns("abc"), 3U);
    EXPECT_EQ(terminal_columns("居酒屋"), 6U);
    EXPECT_EQ(terminal_columns("m³/h"), 4U);
}

}  // namespace
}  // namespace mobilscan::core
