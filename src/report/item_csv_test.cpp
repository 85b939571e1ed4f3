// Items as rows: their columns, and texts that a spreadsheet would take for formulas.
#include "report/item_csv.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace mobilscan::report {
namespace {

core::Item example() {
    core::Item item;
    item.kind = core::Kind::barcode;
    item.text = "=5905860100134";
    item.format = "EAN-13";
    item.confidence = 0.98766F;
    item.votes = 3;
    item.alternatives = {"A, B", "C"};
    item.printed_text = "5 905860 100134";
    item.first_seen_us = 1'500'000;
    item.last_seen_us = 2'000'000;
    item.sightings = 4;
    item.best.frame_number = 45;
    return item;
}

TEST(ItemCsv, HasAFieldForEachColumn) {
    const auto columns = std::count(item_columns.begin(), item_columns.end(), ',') + 1;
    EXPECT_EQ(std::ssize(item_fields("rack.mp4", example(), false)), columns);
    const auto more = std::count(more_item_columns.begin(), more_item_columns.end(), ',') + 1;
    EXPECT_EQ(std::ssize(more_item_fields(example(), {}, false)), more);
}

TEST(ItemCsv, WritesTheItemAndDisarmsFormulasUnlessRawIsWanted) {
    const std::vector<std::string> expected{
        "rack.mp4",        "barcode",  "'=5905860100134", "EAN-13", "0.9877", "3", "\"A, B | C\"",
        "5 905860 100134", "1.500000", "2.000000",        "4",      "45",     ""};
    EXPECT_EQ(item_fields("rack.mp4", example(), false), expected);
    EXPECT_EQ(item_fields("rack.mp4", example(), true)[2], "=5905860100134");
    core::Item plain = example();
    plain.text = "5905860100134";
    EXPECT_EQ(item_fields("rack.mp4", plain, false).back(), "05905860100134");
}

TEST(ItemCsv, TellsWhatAGs1CodeSaysAndEachTimeThatItWasSeen) {
    core::Item item = example();
    item.format = "GS1-128";
    item.text =
        "0109501101530003"
        "1725063010AB-123\x1D"
        "21=7";
    item.same_text = true;
    const std::vector<core::Span> spans{{933'333, 2'000'000}, {7'500'000, 7'500'000}};
    const std::vector<std::string> expected{"AB-123",
                                            "2025-06-30",
                                            "'=7",
                                            "(01)09501101530003(17)250630(10)AB-123(21)=7",
                                            "true",
                                            "false",
                                            "0.933333-2.000000;7.500000-7.500000"};
    EXPECT_EQ(more_item_fields(item, spans, false), expected);
    EXPECT_EQ(more_item_fields(item, spans, true)[2], "=7");
    const std::vector<std::string> nothing{"", "", "", "", "false", "true", ""};
    EXPECT_EQ(more_item_fields(example(), {}, false), nothing);
}

}  // namespace
}  // namespace mobilscan::report
