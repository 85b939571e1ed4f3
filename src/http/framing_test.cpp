// A head that two parsers could read in two ways is refused: that is how requests are smuggled.
#include "http/framing.h"

#include <gtest/gtest.h>

namespace mobilscan::http {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

TEST(HeadFault, an_ordinary_head_has_none) {
    EXPECT_EQ(head_fault("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), std::nullopt);
}

TEST(HeadFault, folded_lines_bare_ends_and_nuls_are_refused) {
    for (const std::string_view head : {std::string_view("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n"),
                                        std::string_view("GET / HTTP/1.1\r\nA: b\r\n\tc\r\n\r\n"),
                                        std::string_view("GET / HTTP/1.1\nA: b\r\n\r\n"),
                                        std::string_view("GET / HTTP/1.1\r\nA: b\rc\r\n\r\n"),
                                        std::string_view("GET / HTTP/1.1\r\nA: \0\r\n\r\n", 25)}) {
        EXPECT_NE(head_fault(head), std::nullopt) << head;
    }
}

TEST(HeadFault, sixty_four_headers_are_enough) {
    std::string head = "GET / HTTP/1.1\r\n";
    for (int i = 0; i < 64; ++i) {
        head += "A: b\r\n";
    }
    EXPECT_EQ(head_fault(head + "\r\n"), std::nullopt);
    EXPECT_NE(head_fault(head + "A: b\r\n\r\n"), std::nullopt);
}

TEST(FramingFault, one_length_or_chunked_is_right) {
    EXPECT_EQ(framing_fault({{"host", "a"}}, true), std::nullopt);
    EXPECT_EQ(framing_fault({{"host", "a"}, {"content-length", "5"}}, true), std::nullopt);
    EXPECT_EQ(framing_fault({{"host", "a"}, {"transfer-encoding", "Chunked"}}, true), std::nullopt);
    EXPECT_EQ(framing_fault({{"content-length", "5"}}, false), std::nullopt);
}

TEST(FramingFault, everything_ambiguous_is_refused) {
    const std::vector<Fields> wrong{
        {{"host", "a"}, {"content-length", "5"}, {"content-length", "5"}},
        {{"host", "a"}, {"content-length", "5"}, {"transfer-encoding", "chunked"}},
        {{"host", "a"}, {"transfer-encoding", "gzip"}},
        {{"host", "a"}, {"transfer-encoding", "chunked, identity"}},
        {{"host", "a"}, {"transfer-encoding", "chunked"}, {"transfer-encoding", "chunked"}},
        {{"host", "a"}, {"content-length", "+5"}},
        {{"host", "a"}, {"content-length", "5, 5"}},
        {{"host", "a"}, {"content-length", ""}},
        {{"host", "a"}, {"host", "b"}},
        {},
    };
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        EXPECT_NE(framing_fault(wrong[i], true), std::nullopt) << i;
    }
    EXPECT_NE(framing_fault({{"transfer-encoding", "chunked"}}, false), std::nullopt);
}

}  // namespace
}  // namespace mobilscan::http
