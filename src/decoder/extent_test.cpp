// Proves: a file that is shorter than its container says is noticed, whole files and open-ended
// ones are not.
#include "decoder/extent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace mobilscan::decoder {
namespace {

using namespace std::string_literals;

bool early(Container container, const std::string& file) {
    return ends_early(container, static_cast<std::int64_t>(file.size()),
                      [&](std::int64_t position, std::uint8_t* buffer, std::size_t count) {
                          const auto at = static_cast<std::size_t>(position);
                          const std::size_t have = std::min(count, file.size() - at);
                          std::copy_n(file.begin() + position, have, buffer);
                          return have;
                      });
}

void expect_whole_and_then_cut(Container container, const std::string& whole) {
    EXPECT_FALSE(early(container, whole));
    EXPECT_TRUE(early(container, whole.substr(0, whole.size() - 1)));
}

const std::string ftyp =
    "\0\0\0\x0C"
    "ftypisom"s;

TEST(Extent, NoticesACutMp4ByTheLengthOfItsLastBox) {
    expect_whole_and_then_cut(Container::mp4, ftyp +
                                                  "\0\0\0\x10"
                                                  "mdat12345678"s);
}

TEST(Extent, ReadsLongBoxes) {
    expect_whole_and_then_cut(Container::mp4, ftyp +
                                                  "\0\0\0\x01"
                                                  "mdat\0\0\0\0\0\0\0\x14"
                                                  "1234"s);
}

TEST(Extent, LetsABoxReachToTheEndOfTheFile) {
    EXPECT_FALSE(early(Container::mp4, ftyp + "\0\0\0\0mdat123"s));
}

TEST(Extent, IgnoresRubbishBehindTheLastBox) {
    EXPECT_FALSE(early(Container::mp4, ftyp + "\0\0\0\x02"
                                              "xx"s));
    EXPECT_FALSE(early(Container::mp4, ftyp + "abc"s));
}

TEST(Extent, NoticesACutAviByTheLengthOfItsRiff) {
    expect_whole_and_then_cut(Container::avi, "RIFF\x08\0\0\0AVI 1234"s);
    EXPECT_FALSE(early(Container::avi, "RIFF\0\0\0\0AVI 1234"s)) << "a recording without an end";
}

TEST(Extent, NoticesACutMatroskaByTheLengthOfItsSegment) {
    const std::string head =
        "\x1A\x45\xDF\xA3\x82"
        "12"s;
    expect_whole_and_then_cut(Container::matroska, head +
                                                       "\x18\x53\x80\x67\x85"
                                                       "12345"s);
    EXPECT_FALSE(early(Container::matroska, head + "\x18\x53\x80\x67\xFF"
                                                   "123"s))
        << "a live stream of unknown length";
    EXPECT_FALSE(early(Container::matroska, head +
                                                "\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
                                                "123"s));
}

TEST(Extent, DoesNotOverflowOnHugeLengths) {
    EXPECT_TRUE(early(Container::mp4, ftyp + "\0\0\0\x01"
                                             "mdat\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
                                             "1234"s));
}

}  // namespace
}  // namespace mobilscan::decoder
