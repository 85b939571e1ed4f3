// Barcodes drawn pixel by pixel: found with their text and place, and none where there is none.
#include "barcode/barcode_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace mobilscan::barcode {
namespace {

// EAN-8 of 9638507 with check digit 4, by GS1 General Specifications 5.2: guards 101, 01010, 101
// around four L and four R codes.
constexpr std::string_view ean8_96385074 =
    "101"
    "0001011"
    "0101111"
    "0111101"
    "0110111"
    "01010"
    "1001110"
    "1110010"
    "1000100"
    "1011100"
    "101";

// UPC-A 036000291452 (5.2.2.1): number system 0 and maker 36000 as L codes, then R codes.
constexpr std::string_view upca_036000291452 =
    "101"
    "0001101"
    "0111101"
    "0101111"
    "0001101"
    "0001101"
    "0001101"
    "01010"
    "1101100"
    "1110100"
    "1100110"
    "1011100"
    "1001110"
    "1101100"
    "101";

// UPC-E 04252614 (5.2.2.4): guards 101 and 010101 around six digits, whose parities EOEEOO tell the
// number system 0 and the check digit 4.
constexpr std::string_view upce_04252614 =
    "101"
    "0011101"
    "0010011"
    "0111001"
    "0011011"
    "0101111"
    "0011001"
    "010101";

image::Image drawn(std::string_view modules, std::int32_t module_pixels, std::int32_t height) {
    constexpr std::int32_t quiet_modules = 12;
    const auto count = static_cast<std::int32_t>(modules.size());
    image::Image picture((count + 2 * quiet_modules) * module_pixels, height, 3);
    std::fill_n(picture.data(), picture.stride() * height, std::uint8_t{255});
    for (std::int32_t x = 0; x < count * module_pixels; ++x) {
        if (modules[static_cast<std::size_t>(x / module_pixels)] == '0') {
            continue;
        }
        for (std::int32_t y = 10; y < height - 10; ++y) {
            std::fill_n(
                picture.data() + y * picture.stride() + 3 * (x + quiet_modules * module_pixels), 3,
                std::uint8_t{0});
        }
    }
    return picture;
}

TEST(ReadBarcodes, FindsACodeWithItsTextFormatAndPlace) {
    const image::Image picture = drawn(ean8_96385074, 3, 80);
    for (const Effort effort : {Effort::thorough, Effort::exhaustive}) {
        const auto readings = read_barcodes(picture.view(), {effort});
        ASSERT_EQ(readings.size(), 1U);
        EXPECT_EQ(readings[0].text, "96385074");
        EXPECT_EQ(readings[0].format, "EAN-8");
        const core::Box box = core::bounding_box(readings[0].quad);
        EXPECT_NEAR(box.x1, 36, 4);
        EXPECT_NEAR(box.x2, 36 + 67 * 3, 4);
    }
}

TEST(ReadBarcodes, TellsTheDigitsThatStandUnderAUpc) {
    const auto upc_a = read_barcodes(drawn(upca_036000291452, 3, 80).view(), {});
    ASSERT_EQ(upc_a.size(), 1U);
    EXPECT_EQ(upc_a[0].format, "UPC-A");
    EXPECT_EQ(upc_a[0].text, "036000291452");
    const auto upc_e = read_barcodes(drawn(upce_04252614, 3, 80).view(), {});
    ASSERT_EQ(upc_e.size(), 1U);
    EXPECT_EQ(upc_e[0].format, "UPC-E");
    EXPECT_EQ(upc_e[0].text, "04252614");
}

TEST(ReadBarcodes, RefusesAWrongCheckDigit) {
    std::string wrong(ean8_96385074);
    wrong.replace(57, 7, "1110010");  // the last digit a 0
    EXPECT_TRUE(read_barcodes(drawn(wrong, 3, 80).view(), {Effort::thorough}).empty());
}

TEST(ReadBarcodes, FindsNothingInAnEmptyOrTinyPicture) {
    EXPECT_TRUE(read_barcodes(image::Image(640, 480, 3).view(), {Effort::thorough}).empty());
    EXPECT_TRUE(read_barcodes(image::Image(1, 1, 1).view(), {}).empty());
}

}  // namespace
}  // namespace mobilscan::barcode
