// Range headers: what players and download managers send, and what nobody should.
#include "http/byte_range.h"

#include <gtest/gtest.h>

namespace mobilscan::http {
namespace {

constexpr std::uint64_t size = 1000;

RequestedRange part(std::uint64_t first, std::uint64_t last) {
    return ByteRange{first, last};
}

TEST(ParseRange, TakesTheThreeForms) {
    EXPECT_EQ(parse_range("bytes=0-99", size), part(0, 99));
    EXPECT_EQ(parse_range("bytes=100-", size), part(100, 999));
    EXPECT_EQ(parse_range("bytes=-50", size), part(950, 999));
    EXPECT_EQ(parse_range("bytes=0-0", size), part(0, 0));
}

TEST(ParseRange, MovesAnEndBehindTheLastByte) {
    EXPECT_EQ(parse_range("bytes=900-5000", size), part(900, 999));
    EXPECT_EQ(parse_range("bytes=-5000", size), part(0, 999));
}

TEST(ParseRange, RefusesWhatCannotBeSatisfied) {
    EXPECT_EQ(parse_range("bytes=1000-", size), RequestedRange(Unsatisfiable{}));
    EXPECT_EQ(parse_range("bytes=5000-6000", size), RequestedRange(Unsatisfiable{}));
    EXPECT_EQ(parse_range("bytes=-0", size), RequestedRange(Unsatisfiable{}));
    EXPECT_EQ(parse_range("bytes=0-", 0), RequestedRange(Unsatisfiable{}));
    EXPECT_EQ(parse_range("bytes=-1", 0), RequestedRange(Unsatisfiable{}));
}

TEST(ParseRange, AnswersEverythingElseWithTheWhole) {
    for (const std::string_view header :
         {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=+1-2", "bytes=1--2", "bytes=5-4",
          "bytes=0-1,5-6", "items=0-1", "bytes=0x1-2", "bytes= 1-2", "bytes=1-2 ",
          "bytes=99999999999999999999-", "bytes=0-99999999999999999999"}) {
        EXPECT_EQ(parse_range(header, size), RequestedRange(WholeResource{})) << header;
    }
}

}  // namespace
}  // namespace mobilscan::http
