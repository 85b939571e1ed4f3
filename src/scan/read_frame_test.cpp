// Proves: the characters of a reading keep their confidences and alternatives in one column.
#include "scan/read_frame.h"

#include <gtest/gtest.h>

namespace mobilscan::scan {
namespace {

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
