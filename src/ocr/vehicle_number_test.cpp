// Vehicle identification numbers: the check digit of the regulation's example, and what is put
// right with it.
#include "ocr/vehicle_number.h"

#include <gtest/gtest.h>

#include <string>

#include "ocr/ctc.h"

namespace mobilscan::ocr {
namespace {

std::vector<CharacterReading> reading(const std::string& text) {
    std::vector<CharacterReading> characters;
    for (const char c : text) {
        characters.push_back({std::string(1, c), 0.9F, {}, 0, 0});
    }
    return characters;
}

std::string number_of(const std::vector<CharacterReading>& characters) {
    const auto number = as_vehicle_number(characters);
    return number ? text_of(*number) : "";
}

TEST(VehicleNumber, HasItsCheckDigitAtTheNinthPlace) {
    EXPECT_TRUE(has_right_check_digit("1M8GDM9AXKP042788"));
    EXPECT_TRUE(has_right_check_digit("11111111111111111"));
    EXPECT_FALSE(has_right_check_digit("1M8GDM9A1KP042788"));
}

TEST(VehicleNumber, IsReadWithoutLettersThatItCannotHave) {
    EXPECT_EQ(number_of(reading("1M8GDM9AXKPO42788")), "1M8GDM9AXKP042788");
    EXPECT_EQ(number_of(reading("*IM8GDM9AXKP042788*")), "*1M8GDM9AXKP042788*");
}

TEST(VehicleNumber, TakesTheLikelyAlternativesThatMakeItRight) {
    auto characters = reading("1M8GDM9AXKP042L88");
    characters[14].alternatives = {{"J", 0.3F}, {"7", 0.25F}};
    EXPECT_EQ(number_of(characters), "1M8GDM9AXKP042788");
    characters[3] = {"6", 0.6F, {{"G", 0.3F}}, 0, 0};
    const auto number = as_vehicle_number(characters);
    ASSERT_TRUE(number);
    EXPECT_EQ(text_of(*number), "1M8GDM9AXKP042788");
    EXPECT_EQ((*number)[3].alternatives.front().text, "6");
}

TEST(VehicleNumber, IsNotRewrittenForWhatWasUnlikely) {
    // Numbers of Europe have no check digit; of eleven ways to write one, one fits by chance.
    ASSERT_TRUE(has_right_check_digit("WAUZZZ8K28D521178"));
    auto characters = reading("WAUZZZ8KZ8D521178");
    characters[8].alternatives = {{"2", 0.1F}};  // a Z cannot be the check digit, 2 can
    EXPECT_EQ(number_of(characters), "");
    characters[8].alternatives = {{"2", 0.3F}};
    EXPECT_EQ(number_of(characters), "WAUZZZ8K28D521178");
}

TEST(VehicleNumber, HasTwoCharactersPutRightAtMost) {
    auto characters = reading("1M8GDM9AXKP042LLL");
    for (const std::size_t place : {14U, 15U, 16U}) {
        characters[place].alternatives = {{place == 14 ? "7" : "8", 0.5F}};
    }
    EXPECT_EQ(number_of(characters), "") << "none of the three may stand there";
    characters[16] = {"8", 0.9F, {}, 0, 0};
    EXPECT_EQ(number_of(characters), "1M8GDM9AXKP042788");
}

TEST(VehicleNumber, IsNothingElse) {
    EXPECT_EQ(number_of(reading("1M8GDM9A1KP042788")), "");   // nothing else was likely
    EXPECT_EQ(number_of(reading("1M8GDM9AXKP04278")), "");    // too short
    EXPECT_EQ(number_of(reading("1M8GDM9AXKP0427880")), "");  // too long
    EXPECT_EQ(number_of(reading("1M8GDM9AXKP04.788")), "");
    EXPECT_EQ(number_of(reading("11111111111111111")), "");  // no letter
    auto unsure = reading("1M8GDM9A1KP042788");
    unsure[8].alternatives = {{"X", 0.01F}};
    EXPECT_EQ(number_of(unsure), "");
}

}  // namespace
}  // namespace mobilscan::ocr
