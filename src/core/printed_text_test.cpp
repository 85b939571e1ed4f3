// When the text beside a code agrees with it.
#include "core/printed_text.h"

#include <gtest/gtest.h>

namespace mobilscan::core {
namespace {

Item code_with(const std::string& code, const std::string& printed) {
    Item item;
    item.kind = Kind::barcode;
    item.text = code;
    item.printed_text = printed;
    return item;
}

TEST(PrintedText, AgreesWhateverSpacesSignsAndLookAlikesItHas) {
    EXPECT_TRUE(says_the_same("5905860100134", "5 905860 100134"));
    EXPECT_TRUE(says_the_same("XO79302", "X079302"));
    EXPECT_TRUE(
        says_the_same("0109501101530003\x1D"
                      "10AB-12",
                      "(01)09501101530003(10)AB-12"));
    EXPECT_FALSE(says_the_same("5905860100134", "5 905860 700134"));
    EXPECT_FALSE(says_the_same("--", ".."));
}

TEST(PrintedText, MayBeAPart) {
    EXPECT_TRUE(says_a_part("7642572842737", "642572 842737"));
    EXPECT_TRUE(says_a_part("010950110153000310AB-12", "(01)09501101530003"));
    EXPECT_FALSE(says_a_part("7642572842737", "7642"));
    EXPECT_FALSE(says_a_part("7642572842737", "642573"));
}

TEST(PrintedText, DisagreesWhereItSaysNeither) {
    EXPECT_TRUE(disagrees_with_print(code_with("5905860100134", "5 905860 700134")));
    EXPECT_FALSE(disagrees_with_print(code_with("5905860100134", "905860 100134")));
    EXPECT_FALSE(disagrees_with_print(code_with("5905860100134", "")));
}

}  // namespace
}  // namespace mobilscan::core
