// Lists of names: every way a line can end, and what is no list.
#include "cli/line_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

namespace mobilscan::cli {
namespace {

std::filesystem::path list_of(const std::string& content) {
    const auto path = std::filesystem::path(testing::TempDir()) / "list";
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

std::vector<std::string> lines_of(const std::string& content) {
    auto reader = LineReader::open(list_of(content)).value();
    std::vector<std::string> lines;
    while (auto line = reader.next({}).value()) {
        lines.push_back(*line);
    }
    return lines;
}

TEST(LineReader, TakesEveryLineEndAndAMissingLastOne) {
    EXPECT_EQ(lines_of("a\nb c\r\n\nd"), (std::vector<std::string>{"a", "b c", "", "d"}));
    EXPECT_TRUE(lines_of("").empty());
    EXPECT_EQ(lines_of(std::string(200'000, 'x') + "\ny").size(), 2U) << "longer than one read";
}

TEST(LineReader, RefusesWhatIsNoList) {
    EXPECT_EQ(LineReader::open("no such list").error().code, core::ErrorCode::file_not_found);
    auto folder = LineReader::open(testing::TempDir());
    ASSERT_TRUE(folder);
    EXPECT_EQ(folder->next({}).error().code, core::ErrorCode::file_unreadable);
    auto endless = LineReader::open("/dev/zero");
    ASSERT_TRUE(endless);
    EXPECT_EQ(endless->next({}).error().code, core::ErrorCode::file_unreadable);
}

}  // namespace
}  // namespace mobilscan::cli
