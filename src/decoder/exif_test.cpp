// Proves: the orientation is found in all four formats that can carry it, in both byte orders,
// and that no broken block makes the reader look outside of it.
#include "decoder/exif.h"

#include <gtest/gtest.h>

#include <string>

namespace mobilscan::decoder {
namespace {

using core::Orientation;
using namespace std::string_literals;

std::vector<std::uint8_t> bytes(const std::string& text) {
    return {text.begin(), text.end()};
}

// A TIFF block with two tags, the second of which is the orientation.
std::string little_block(char orientation) {
    return "II*\0\x08\0\0\0\x02\0"
           "\x00\x01\x03\0\x01\0\0\0\x05\0\0\0"
           "\x12\x01\x03\0\x01\0\0\0"s +
           orientation + "\0\0\0\0\0\0\0"s;
}
std::string big_block(char orientation) {
    return "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s + orientation + "\0\0\0\0\0\0"s;
}

TEST(Exif, ReadsBothByteOrders) {
    for (int value = 1; value <= 8; ++value) {
        const auto expected = static_cast<Orientation>(value);
        EXPECT_EQ(tiff_orientation(bytes(little_block(static_cast<char>(value)))), expected);
        EXPECT_EQ(tiff_orientation(bytes(big_block(static_cast<char>(value)))), expected);
    }
}

TEST(Exif, TakesNonsenseForAsStored) {
    EXPECT_EQ(tiff_orientation(bytes(little_block(0))), Orientation::as_stored);
    EXPECT_EQ(tiff_orientation(bytes(little_block(9))), Orientation::as_stored);
    EXPECT_EQ(tiff_orientation({}), Orientation::as_stored);
    EXPECT_EQ(tiff_orientation(bytes("II*\0\xFF\xFF\xFF\xFF\0\0"s)), Orientation::as_stored);
    EXPECT_EQ(tiff_orientation(bytes("XX*\0\x08\0\0\0"s)), Orientation::as_stored);
}

TEST(Exif, FindsTheBlockInJpegPngWebpAndTiff) {
    const std::string block = little_block(6);
    const auto length = static_cast<char>(block.size() + 8);
    const std::string jpeg = "\xFF\xD8\xFF\xE0\0\x04xx\xFF\xE1\0"s + length + "Exif\0\0"s + block;
    const auto size = static_cast<char>(block.size());
    const std::string png =
        "\x89PNG\r\n\x1A\n\0\0\0\x01IHDRx1234\0\0\0"s + size + "eXIf" + block + "1234";
    const std::string webp = "RIFF\0\0\0\0WEBPVP8 \x03\0\0\0abc\0EXIF"s + size + "\0\0\0"s + block;
    EXPECT_EQ(still_orientation(StillFormat::jpeg, bytes(jpeg)), Orientation::rotate_clockwise);
    EXPECT_EQ(still_orientation(StillFormat::png, bytes(png)), Orientation::rotate_clockwise);
    EXPECT_EQ(still_orientation(StillFormat::webp, bytes(webp)), Orientation::rotate_clockwise);
    EXPECT_EQ(still_orientation(StillFormat::tiff, bytes(block)), Orientation::rotate_clockwise);
    EXPECT_EQ(still_orientation(StillFormat::bmp, bytes(block)), Orientation::as_stored);
}

TEST(Exif, NeverReadsBehindTheEndWhereverAFileIsCut) {
    const std::string block = little_block(6);
    const auto length = static_cast<char>(block.size() + 8);
    const std::string jpeg = "\xFF\xD8\xFF\xE1\0"s + length + "Exif\0\0"s + block;
    for (std::size_t cut = 0; cut < jpeg.size(); ++cut) {
        const auto part = bytes(jpeg.substr(0, cut));
        EXPECT_EQ(still_orientation(StillFormat::jpeg, part), Orientation::as_stored) << cut;
    }
    for (std::size_t cut = 0; cut < 30; ++cut) {  // before the value of the tag
        EXPECT_EQ(tiff_orientation(bytes(block.substr(0, cut))), Orientation::as_stored) << cut;
    }
}

}  // namespace
}  // namespace mobilscan::decoder
