// Proves: what is kept comes back whole, and an entry that is damaged, made for another key or open
// to other users counts as none.
#include "inference/network_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace mobilscan::inference {
namespace {

namespace fs = std::filesystem;

const CompiledNetwork network{{{"character", "a\nb"}, {"", ""}},
                              {std::byte{1}, std::byte{0}, std::byte{255}}};

class NetworkCacheTest : public testing::Test {
protected:
    void SetUp() override { fs::remove_all(folder_); }
    void TearDown() override { fs::remove_all(folder_); }

    [[nodiscard]] std::string content() const {
        std::ifstream file(entry_, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void write(const std::string& content) const {
        std::ofstream(entry_, std::ios::binary) << content;
    }

    fs::path folder_ = fs::path(testing::TempDir()) /
                       testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::path entry_ = folder_ / "net";
    NetworkCache cache_{folder_};
};

TEST_F(NetworkCacheTest, GivesBackWhatItKept) {
    EXPECT_FALSE(cache_.find("net", "key"));
    cache_.keep("net", "key", network);
    const auto found = cache_.find("net", "key");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->metadata, network.metadata);
    EXPECT_EQ(found->bytes, network.bytes);
    EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "no part is left over";
}

TEST_F(NetworkCacheTest, KnowsNothingOfAnotherKeyOrName) {
    cache_.keep("net", "key", network);
    EXPECT_FALSE(cache_.find("net", "other"));
    EXPECT_FALSE(cache_.find("other", "key"));
    cache_.keep("net", "other", network);
    EXPECT_TRUE(cache_.find("net", "other"));
    EXPECT_FALSE(cache_.find("net", "key")) << "a name keeps one entry";
}

TEST_F(NetworkCacheTest, TakesADamagedEntryForNone) {
    cache_.keep("net", "key", network);
    const std::string whole = content();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        write(whole.substr(0, length));
        EXPECT_FALSE(cache_.find("net", "key")) << "cut after " << length << " bytes";
    }
    for (std::size_t place = 0; place < whole.size(); ++place) {
        std::string changed = whole;
        changed[place] = static_cast<char>(changed[place] ^ 1);
        write(changed);
        EXPECT_FALSE(cache_.find("net", "key")) << "byte " << place << " changed";
    }
    write(whole);
    EXPECT_TRUE(cache_.find("net", "key"));
}

TEST_F(NetworkCacheTest, TakesNothingThatOthersCouldHaveWritten) {
    cache_.keep("net", "key", network);
    fs::permissions(entry_, fs::perms::group_write, fs::perm_options::add);
    EXPECT_FALSE(cache_.find("net", "key"));
    fs::permissions(entry_, fs::perms::group_write, fs::perm_options::remove);
    ASSERT_TRUE(cache_.find("net", "key"));
    fs::rename(entry_, folder_ / "elsewhere");
    fs::create_symlink("elsewhere", entry_);
    EXPECT_FALSE(cache_.find("net", "key")) << "nor what a link leads to";
}

TEST_F(NetworkCacheTest, WaitsForNoWriterOfAPipeAndReadsNoFolder) {
    fs::create_directories(folder_);
    ASSERT_EQ(::mkfifo(entry_.c_str(), S_IRUSR | S_IWUSR), 0);
    EXPECT_FALSE(cache_.find("net", "key"));
    fs::remove(entry_);
    fs::create_directories(entry_);
    EXPECT_FALSE(cache_.find("net", "key"));
}

TEST_F(NetworkCacheTest, RemovesPartsOfWritersThatWereKilledLongAgo) {
    cache_.keep("net", "key", network);
    const fs::path old = folder_ / "net.abcdef";
    const fs::path fresh = folder_ / "net.ghijkl";
    std::ofstream(old) << "part";
    std::ofstream(fresh) << "part of a writer at work";
    fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours(2));
    cache_.keep("net", "key", network);
    EXPECT_FALSE(fs::exists(old));
    EXPECT_TRUE(fs::exists(fresh));
    EXPECT_TRUE(cache_.find("net", "key"));
}

TEST_F(NetworkCacheTest, KeepsNothingInAFolderThatOthersMayWrite) {
    fs::create_directories(folder_);
    fs::permissions(folder_, fs::perms::all);
    cache_.keep("net", "key", network);
    EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(NetworkCacheTest, DoesWithoutAFolder) {
    const NetworkCache none("");
    none.keep("net", "key", network);
    EXPECT_FALSE(none.find("net", "key"));
    std::ofstream(folder_.string()) << "a file in its place";
    cache_.keep("net", "key", network);
    EXPECT_FALSE(cache_.find("net", "key"));
}

}  // namespace
}  // namespace mobilscan::inference
