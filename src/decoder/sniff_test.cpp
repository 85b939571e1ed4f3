// Proves: the supported kinds are known by their first bytes, and everything that libav could be
// talked into (playlists, session descriptions, other containers) is not.
#include "decoder/sniff.h"

#include <gtest/gtest.h>

#include <string>

namespace mobilscan::decoder {
namespace {

using namespace std::string_literals;

std::vector<std::uint8_t> bytes(const std::string& text) {
    return {text.begin(), text.end()};
}

TEST(Sniff, KnowsTheContainersByTheirFirstBytes) {
    for (const char* box : {"ftyp", "moov", "mdat", "wide", "free", "skip", "styp", "moof"}) {
        EXPECT_EQ(sniff_container(bytes("\0\0\0\x18"s + box + "isom....")), Container::mp4) << box;
    }
    EXPECT_EQ(sniff_container(bytes("\x1A\x45\xDF\xA3\x01\0\0\0"s)), Container::matroska);
    EXPECT_EQ(sniff_container(bytes("RIFF\0\0\0\0AVI LIST"s)), Container::avi);
}

TEST(Sniff, KnowsTheStillsByTheirFirstBytes) {
    EXPECT_EQ(sniff_still(bytes("\xFF\xD8\xFF\xE0")), StillFormat::jpeg);
    EXPECT_EQ(sniff_still(bytes("\x89PNG\r\n\x1A\n")), StillFormat::png);
    EXPECT_EQ(sniff_still(bytes("RIFF\0\0\0\0WEBPVP8 "s)), StillFormat::webp);
    EXPECT_EQ(sniff_still(bytes("BM\0\0"s)), StillFormat::bmp);
    EXPECT_EQ(sniff_still(bytes("II*\0"s)), StillFormat::tiff);
    EXPECT_EQ(sniff_still(bytes("MM\0*"s)), StillFormat::tiff);
}

TEST(Sniff, KnowsNothingElse) {
    for (const std::string& start :
         {""s, "R"s, "RIFF"s, "RIFF\0\0\0\0WAVE"s, "#EXTM3U\n#EXT-X-"s, "ffconcat version 1.0"s,
          "v=0\r\no=- 0 0 IN"s, "GIF89a"s, "\0\0\0\0\0\0\0\0"s, "G@\x11\x10"s, "<svg xmlns="s,
          "FLV\x01"s, "\x1A\x45\xDF"s,
          "\0\0\0\x18"
          "fty"s}) {
        EXPECT_FALSE(sniff_container(bytes(start)).has_value()) << start;
        EXPECT_FALSE(sniff_still(bytes(start)).has_value()) << start;
    }
}

}  // namespace
}  // namespace mobilscan::decoder
