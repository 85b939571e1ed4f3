// Proves: texts are reported in the scripts that were asked for, as sure as the share of such lines
// that are right, and the characters of a reading
// keep their confidences and alternatives in one column.
#include "scan/read_frame.h"

#include <gtest/gtest.h>

#include "ocr/calibration.h"
#include "scan/lines_reader_test.h"

namespace mobilscan::scan {
namespace {

class MadeUpReader final : public LinesReader {
    Result<std::vector<ocr::TextLine>> lines(image::ImageView) override {
        return std::vector<ocr::TextLine>{{"口", 0.9F, {}, {{"口", 0.9F, {}, 0, 1}}},
                                          {"Ａ", 0.8F, {}, {{"Ａ", 0.8F, {}, 0, 1}}}};
    }
};

TEST(ReadFrame, ReportsTextsOfTheAskedScriptsOnly) {
    const image::Frame frame{30, 1'000'000, image::Image(32, 32, 3)};
    MadeUpReader reader;
    const auto all = read_frame(frame, reader, {false, {}}).value();
    ASSERT_EQ(all.sights.size(), 2U);
    EXPECT_EQ(all.sights[0].detection.text, "口");
    EXPECT_EQ(all.sights[0].detection.confidence, ocr::calibrated_confidence(0.9F));
    const auto latin = read_frame(frame, reader, {false, {false, false, false}}).value();
    ASSERT_EQ(latin.sights.size(), 1U);
    EXPECT_EQ(latin.sights[0].detection.text, "A");
    ASSERT_EQ(latin.sights[0].characters.size(), 1U);
    EXPECT_EQ(latin.sights[0].characters[0].text, "A");
}

TEST(CharactersText, HasALineForEachCharacterWithItsAlternatives) {
    const std::vector<ocr::CharacterReading> characters{
        {"A", 0.98765F, {{"4", 0.01F}, {"H", 0.0004F}}, 0, 0.5F},
        {" ", 1.0F, {}, 0.5F, 1},
    };
    EXPECT_EQ(characters_text(characters), "A\t9877\t4\t100\tH\t4\n \t10000\n");
    EXPECT_EQ(characters_text({}), "");
}

}  // namespace
}  // namespace mobilscan::scan
