// The elements of GS1 codes, from the examples of the General Specifications and by hand.
#include "core/gs1.h"

#include <gtest/gtest.h>

namespace mobilscan::core {
namespace {

using Elements = std::vector<Gs1Element>;

TEST(Gs1Elements, AreTakenApartByLengthAndSeparator) {
    EXPECT_EQ(gs1_elements("01095060001343521723020110ABC123\x1D"
                           "21S/N-7"),
              (Elements{{"01", "gtin", "09506000134352", true},
                        {"17", "expiry", "2023-02-01", true},
                        {"10", "lot", "ABC123", true},
                        {"21", "serial", "S/N-7", true}}));
    EXPECT_EQ(gs1_elements("\x1D"
                           "00340123450000000000"),
              (Elements{{"00", "sscc", "340123450000000000", true}}));
}

TEST(Gs1Elements, WriteDatesAndMeasuresAsPeopleDo) {
    EXPECT_EQ(gs1_elements("17990400"), (Elements{{"17", "expiry", "1999-04", true}}));
    EXPECT_EQ(gs1_elements("15760229")[0].value, "2076-02-29");
    EXPECT_EQ(gs1_elements("3103001750")[0],
              (Gs1Element{"310", "net_weight_kg", "1.750", true, "kg"}));
    EXPECT_EQ(gs1_elements("3100000000")[0].value, "0");
}

TEST(Gs1Elements, NameMeasuresAndAmountsWithTheirUnit) {
    EXPECT_EQ(gs1_elements("3202012345")[0],
              (Gs1Element{"320", "net_weight_lb", "123.45", true, "lb"}));
    EXPECT_EQ(gs1_elements("3166000012")[0],
              (Gs1Element{"316", "net_volume_m3", "0.000012", true, "m³"}));
    EXPECT_EQ(gs1_elements("3922995\x1D")[0], (Gs1Element{"392", "item_amount", "9.95", true}));
    EXPECT_EQ(gs1_elements("39139781234567")[0],
              (Gs1Element{"391", "amount_with_currency", "1234.567", true, "EUR"}));
    EXPECT_EQ(gs1_elements("39329991250")[0].unit, "999");
    EXPECT_EQ(gs1_elements("39411250")[0], (Gs1Element{"394", "discount", "125.0", true, "%"}));
    EXPECT_EQ(gs1_elements("8200http://a")[0], (Gs1Element{"8200", "", "http://a", true}));
    for (const char* wrong : {"3920", "3925123", "3932978", "39329781", "3932978X1", "310300175"}) {
        EXPECT_FALSE(gs1_elements(std::string(wrong) + "\x1D").front().is_valid) << wrong;
    }
}

TEST(Gs1Readable, HasItsIdentifiersInParentheses) {
    EXPECT_EQ(gs1_readable("010950110153000310AB-123\x1D"
                           "17250630"),
              "(01)09501101530003(10)AB-123(17)250630");
    EXPECT_EQ(gs1_readable("\x1D"
                           "3103001750"),
              "(3103)001750");
    EXPECT_EQ(gs1_readable("10LOT\x1D"
                           "XY"),
              std::nullopt);
    EXPECT_EQ(gs1_readable(""), std::nullopt);
}

TEST(Gs1Elements, SayWhatIsWrong) {
    EXPECT_FALSE(gs1_elements("0109506000134353")[0].is_valid);  // check digit
    EXPECT_FALSE(gs1_elements("17231301")[0].is_valid);          // month 13
    EXPECT_FALSE(gs1_elements("17230231")[0].is_valid);          // 31 February
    EXPECT_FALSE(gs1_elements("010950")[0].is_valid);            // too short
    EXPECT_EQ(gs1_elements("17231301")[0].value, "231301");
}

TEST(Gs1Elements, AreNoneWhereNoIdentifierStands) {
    EXPECT_TRUE(gs1_elements("").empty());
    EXPECT_TRUE(gs1_elements("HELLO").empty());
    EXPECT_TRUE(gs1_elements("\x1D\x1D").empty());
    EXPECT_EQ(gs1_elements("10LOT\x1D"
                           "XY")
                  .size(),
              1U);
}

TEST(Gs1CheckDigit, IsThatOfGtinAndSscc) {
    for (const char* right : {"4006381333931", "96385074", "036000291452", "09506000134352"}) {
        EXPECT_TRUE(has_gs1_check_digit(right)) << right;
    }
    for (const char* wrong : {"4006381333932", "", "7", "40063813339X1"}) {
        EXPECT_FALSE(has_gs1_check_digit(wrong)) << wrong;
    }
}

TEST(UpcE, IsShortForAUpcAWithZeros) {
    // Each way to leave zeros out, and both number systems.
    for (const auto& [upc_e, upc_a] : std::vector<std::pair<std::string, std::string>>{
             {"01234505", "012000003455"},
             {"04567840", "045670000080"},
             {"03456733", "034500000673"},
             {"01234543", "012340000053"},
             {"01234558", "012345000058"},
             {"01234596", "012345000096"},
             {"11234502", "112000003452"},
         }) {
        EXPECT_EQ(upc_a_of(upc_e), upc_a);
        EXPECT_EQ(upc_e_of(upc_a), upc_e) << upc_a;
    }
    EXPECT_EQ(upc_e_of("036000291452"), std::nullopt);
    EXPECT_EQ(upc_a_of("21234505"), std::nullopt);
    EXPECT_EQ(upc_a_of("0123450"), std::nullopt);
}

TEST(Gtin, IsFourteenDigitsOfWhateverNamesATradeItem) {
    EXPECT_EQ(gtin_of("EAN-13", "4006381333931"), "04006381333931");
    EXPECT_EQ(gtin_of("EAN-13", "4006381333931 12"), "04006381333931");
    EXPECT_EQ(gtin_of("UPC-A", "036000291452"), "00036000291452");
    EXPECT_EQ(gtin_of("UPC-E", "04567840"), "00045670000080");
    EXPECT_EQ(gtin_of("UPC-E", "045670000080"), "00045670000080");
    EXPECT_EQ(gtin_of("EAN-8", "96385074"), "00000096385074");
    EXPECT_EQ(gtin_of("GS1-128", "0109506000134352"), "09506000134352");
    EXPECT_EQ(gtin_of("Code 128", "4006381333931"), std::nullopt);
    EXPECT_EQ(gtin_of("EAN-13", "4006381333932"), std::nullopt);
}

}  // namespace
}  // namespace mobilscan::core
