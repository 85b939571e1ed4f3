// CSV: quoting by RFC 4180, and no formula from a label reaches a spreadsheet.
#include "report/csv.h"

#include <gtest/gtest.h>

namespace mobilscan::report {
namespace {

TEST(CsvField, QuotesOnlyWhatNeedsIt) {
    EXPECT_EQ(csv_field("plain text"), "plain text");
    EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_field("say \"x\""), "\"say \"\"x\"\"\"");
    EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csv_field(""), "");
}

TEST(CsvText, DisarmsFormulas) {
    EXPECT_EQ(csv_text("=1+1"), "'=1+1");
    EXPECT_EQ(csv_text("+49 30"), "'+49 30");
    EXPECT_EQ(csv_text("-5"), "'-5");
    EXPECT_EQ(csv_text("@sum"), "'@sum");
    EXPECT_EQ(csv_text("\tx"), "'\tx");
    EXPECT_EQ(csv_text("=a,b"), "\"'=a,b\"");
    EXPECT_EQ(csv_text("A=1"), "A=1");
}

TEST(CsvLine, JoinsFieldsAndEndsInCarriageReturnLineFeed) {
    EXPECT_EQ(csv_line({"a", "", "c"}), "a,,c\r\n");
    EXPECT_EQ(csv_line({""}), "\r\n");
}

}  // namespace
}  // namespace mobilscan::report
