// A search finds an item by everything that its card shows.
#include "core/item_search.h"

#include <gtest/gtest.h>

#include "core/text.h"

namespace mobilscan::core {
namespace {

bool found(const Item& item, std::string_view query) {
    return says(item, folded(query));
}

TEST(ItemSearch, FindsTheTextOtherReadingsAndThePrint) {
    Item item;
    item.text = "CG-28090";
    item.alternatives = {"CC-28090", "CG-23090"};
    item.printed_text = "Made 2027";
    for (const char* query : {"cg 28090", "23090", "CG-23090", "c c 2", "made-20", ""}) {
        EXPECT_TRUE(found(item, query)) << query;
    }
    // Nothing is joined of two texts.
    EXPECT_FALSE(found(item, "28090CC"));
    EXPECT_FALSE(found(item, "CG-24"));
}

TEST(ItemSearch, FindsTradeItemNumbersWithAndWithoutLeadingZeros) {
    Item item;
    item.kind = Kind::barcode;
    item.format = "EAN-13";
    item.text = "4006381333931";
    for (const char* query : {"04006381333931", "4006381333931", "400638", "0 4006381-333931"}) {
        EXPECT_TRUE(found(item, query)) << query;
    }
    EXPECT_FALSE(found(item, "14006381333931"));
    item.format = "UPC-A";
    item.text = "036000291452";
    for (const char* query : {"00036000291452", "0036000291452", "36000291452"}) {
        EXPECT_TRUE(found(item, query)) << query;
    }
}

TEST(ItemSearch, FindsElementsAsTheCardWritesThem) {
    Item item;
    item.kind = Kind::barcode;
    item.format = "GS1-128";
    item.text =
        "0109501101530003"
        "17250630"
        "310300175010AB-123\x1D"
        "21S 77";
    for (const char* query : {"ab 123", "2025-06-30", "250630", "1.750", "9501101530003", "s77",
                              "(01)09501101530003", "(10)AB-123(21)S 77"}) {
        EXPECT_TRUE(found(item, query)) << query;
    }
    EXPECT_FALSE(found(item, "2026-06-30"));
    // Other codes have no elements.
    item.format = "QR Code";
    EXPECT_FALSE(found(item, "2025-06-30"));
}

}  // namespace
}  // namespace mobilscan::core
