#include "ocr/container_code.h"

#include <gtest/gtest.h>

#include "ocr/ctc.h"

namespace mobilscan::ocr {
namespace {

std::vector<CharacterReading> reading(std::string_view text) {
    std::vector<CharacterReading> characters;
    for (const char c : text) {
        characters.push_back({std::string(1, c), 0.9F, {}, 0, 0});
    }
    return characters;
}

std::string code_of(std::string_view text) {
    const auto code = as_container_code(reading(text));
    return code ? text_of(*code) : "";
}

TEST(ContainerCode, HasTheCheckDigitOfTheStandard) {
    EXPECT_EQ(container_check_digit("CSQU305438"), 3);  // the example of ISO 6346
    EXPECT_EQ(container_check_digit("MSKU907032"), 3);
    EXPECT_EQ(container_check_digit("TEMU000001"), container_check_digit("TEMU000001"));
}

TEST(ContainerCode, IsTakenWithItsSpaces) {
    EXPECT_EQ(code_of("CSQU 305438 3"), "CSQU 305438 3");
    EXPECT_EQ(code_of("csqu3054383"), "CSQU3054383");
}

TEST(ContainerCode, PutsLookAlikesRight) {
    EXPECT_EQ(code_of("C5QU 3O5438 3"), "CSQU 305438 3");
    EXPECT_EQ(code_of("CSQU 305438[3]"), "CSQU 305438[3]");
}

TEST(ContainerCode, IsNoneWithAWrongCheckDigitOrTooLittle) {
    for (const char* wrong : {"CSQU 305438 4", "CSQU 305438", "CSQU 3054383 1", "CSQX 305438 3",
                              "3054383", "", "CSQU A05438 3"}) {
        EXPECT_EQ(code_of(wrong), "") << wrong;
    }
}

TEST(ContainerCode, KeepsWhatWasReadAsAnAlternative) {
    auto characters = reading("C5QU3054383");
    characters[1].alternatives = {{"s", 0.2F}, {"S", 0.1F}};
    const auto code = as_container_code(characters);
    ASSERT_TRUE(code);
    const CharacterReading& second = (*code)[1];
    EXPECT_EQ(second.text, "S");
    ASSERT_EQ(second.alternatives.size(), 2U);
    EXPECT_EQ(second.alternatives[0].text, "5");
    EXPECT_EQ(second.alternatives[1].text, "s");
}

TEST(ContainerCode, TheOwnerIsTheLettersAlone) {
    EXPECT_TRUE(is_container_owner(reading("CSQU")));
    EXPECT_TRUE(is_container_owner(reading("C5Q U")));
    EXPECT_FALSE(is_container_owner(reading("CSQ")));
    EXPECT_FALSE(is_container_owner(reading("CSQX")));
    EXPECT_FALSE(is_container_owner(reading("CSQU 3")));
}

TEST(ContainerCode, LacksItsCheckDigit) {
    EXPECT_TRUE(lacks_check_digit(reading("CSQU 305438")));
    EXPECT_FALSE(lacks_check_digit(reading("CSQU 305438 3")));
    EXPECT_FALSE(lacks_check_digit(reading("MENU")));
}

TEST(ContainerCode, BeginsWithOwnerAndCategory) {
    EXPECT_TRUE(begins_container_code(reading("CSQU")));
    EXPECT_TRUE(begins_container_code(reading("CSQU 305438")));
    EXPECT_FALSE(begins_container_code(reading("CSQ")));
    EXPECT_FALSE(begins_container_code(reading("CSQX 305438")));
    EXPECT_FALSE(begins_container_code(reading("MAXIMUM 30")));
    EXPECT_FALSE(begins_container_code(reading("CSQU 305438 34")));
}

}  // namespace
}  // namespace mobilscan::ocr
