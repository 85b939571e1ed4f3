// CTC decoding and the dictionary, on matrices written by hand.
#include "ocr/ctc.h"

#include <gtest/gtest.h>

namespace mobilscan::ocr {
namespace {

// Classes: 0 blank, 1 A, 2 B, 3 8, 4 space.
Dictionary small_dictionary() {
    return Dictionary::parse("A\nB\n8\n").value();
}

std::vector<CharacterReading> decode(const std::vector<std::vector<float>>& steps,
                                     float line_steps = 0) {
    std::vector<float> values;
    for (const auto& step : steps) {
        values.insert(values.end(), step.begin(), step.end());
    }
    const float length = line_steps > 0 ? line_steps : static_cast<float>(steps.size());
    return decode_greedily({values, steps.size(), 5}, small_dictionary(), length);
}

const std::vector<float> blank{0.9F, 0.025F, 0.025F, 0.025F, 0.025F};
const std::vector<float> letter_a{0.1F, 0.8F, 0.1F, 0, 0};
const std::vector<float> letter_b{0.05F, 0, 0.6F, 0.3F, 0.05F};
const std::vector<float> space{0.1F, 0, 0, 0, 0.9F};

TEST(Dictionary, BeginsWithTheBlankAndEndsWithTheSpace) {
    const Dictionary dictionary = small_dictionary();
    EXPECT_EQ(dictionary.classes(), 5U);
    EXPECT_EQ(dictionary.text(0), "");
    EXPECT_EQ(dictionary.text(1), "A");
    EXPECT_EQ(dictionary.text(4), " ");
}

TEST(Dictionary, TakesCarriageReturnsAndAMissingLastLineEnd) {
    const auto dictionary = Dictionary::parse("A\r\n居");
    ASSERT_TRUE(dictionary);
    EXPECT_EQ(dictionary->text(1), "A");
    EXPECT_EQ(dictionary->text(2), "居");
}

TEST(Dictionary, RefusesAModelWithoutOne) {
    const auto dictionary = Dictionary::parse("");
    ASSERT_FALSE(dictionary);
    EXPECT_EQ(dictionary.error().code, core::ErrorCode::model_mismatch);
}

TEST(Ctc, DropsBlanksAndRepeats) {
    EXPECT_EQ(text_of(decode({blank, letter_a, letter_a, blank, letter_b})), "AB");
}

TEST(Ctc, KeepsEqualCharactersThatABlankSeparates) {
    EXPECT_EQ(text_of(decode({letter_a, blank, letter_a})), "AA");
}

TEST(Ctc, ACharacterInThePaddingStandsAtTheEndOfTheLine) {
    const auto characters = decode({letter_a, blank, blank, letter_b}, 2.5F);
    ASSERT_EQ(characters.size(), 2U);
    EXPECT_FLOAT_EQ(characters[1].begin, 0.6F);
    EXPECT_FLOAT_EQ(characters[1].end, 1);
}

TEST(Ctc, GivesNothingForBlanksAlone) {
    EXPECT_TRUE(decode({blank, blank}).empty());
    EXPECT_TRUE(decode({}, 1).empty());
}

TEST(Ctc, TakesTheConfidenceAndAlternativesOfTheSurestStep) {
    const std::vector<float> surer_b{0, 0.005F, 0.75F, 0.245F, 0};
    const auto characters = decode({letter_b, surer_b, letter_b});
    ASSERT_EQ(characters.size(), 1U);
    EXPECT_FLOAT_EQ(characters[0].confidence, 0.75F);
    ASSERT_EQ(characters[0].alternatives.size(), 1U) << "the improbable A says nothing";
    EXPECT_EQ(characters[0].alternatives[0].text, "8");
    EXPECT_FLOAT_EQ(characters[0].alternatives[0].confidence, 0.245F);
}

TEST(Ctc, ExtentsAreFractionsOfTheLineWithoutItsPadding) {
    const auto characters = decode({blank, letter_a, letter_a, letter_b, blank, blank}, 4);
    ASSERT_EQ(characters.size(), 2U);
    EXPECT_FLOAT_EQ(characters[0].begin, 0.25F);
    EXPECT_FLOAT_EQ(characters[0].end, 0.75F);
    EXPECT_FLOAT_EQ(characters[1].begin, 0.75F);
    EXPECT_FLOAT_EQ(characters[1].end, 1.0F);
}

TEST(LineConfidence, IsTheMeanWithFourDecimals) {
    EXPECT_FLOAT_EQ(line_confidence({}), 0);
    EXPECT_FLOAT_EQ(line_confidence(decode({letter_a, letter_b})), 0.7F);
    const std::vector<CharacterReading> third{{"A", 1.0F / 3, {}, 0, 1}};
    EXPECT_FLOAT_EQ(line_confidence(third), 0.3333F);
}

TEST(WithoutOuterSpaces, KeepsInnerOnes) {
    const auto characters = without_outer_spaces(decode({space, letter_a, space, letter_b, space}));
    EXPECT_EQ(text_of(characters), "A B");
    EXPECT_TRUE(without_outer_spaces(decode({space})).empty());
}

}  // namespace
}  // namespace mobilscan::ocr
