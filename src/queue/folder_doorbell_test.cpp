// Proves: a ring reaches every listener in the folder, whatever the length of its path; it is kept
// for one who is not waiting yet; stops and time end a wait; and sockets of the dead are removed.
#include "queue/folder_doorbell.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>

namespace mobilscan::queue {
namespace {

namespace files = std::filesystem;
using namespace std::chrono_literals;

class FolderDoorbellTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = testing::TempDir() + "bell-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        base_ = name;
        // Longer than the address of a socket may be.
        folder_ = base_ / std::string(100, 'd') / std::string(100, 'e');
        files::create_directories(folder_.parent_path());
        auto opened = FolderDoorbell::open(folder_);
        ASSERT_TRUE(opened.has_value());
        bell_ = *std::move(opened);
    }
    void TearDown() override { files::remove_all(base_); }

    [[nodiscard]] std::unique_ptr<Listener> listen() {
        auto listener = bell_->listen();
        EXPECT_TRUE(listener.has_value());
        return *std::move(listener);
    }
    [[nodiscard]] std::ptrdiff_t sockets() const {
        return std::distance(files::directory_iterator(folder_), files::directory_iterator());
    }

    files::path base_;
    files::path folder_;
    std::unique_ptr<Doorbell> bell_;
};

TEST_F(FolderDoorbellTest, WakesEveryListener) {
    const auto one = listen();
    const auto two = listen();
    const std::jthread later([&] {
        std::this_thread::sleep_for(50ms);
        bell_->ring(1);
    });
    EXPECT_TRUE(one->wait(30s, {}).rang);
    EXPECT_TRUE(two->wait(30s, {}).rang);
    EXPECT_FALSE(one->wait(1ms, {}).rang);
}

TEST_F(FolderDoorbellTest, IsHeardByOneWhoWaitsLaterAndManyRingsCountAsOne) {
    const auto listener = listen();
    for (int i = 0; i < 2000; ++i) {  // more than a socket's buffer holds
        bell_->ring(1);
    }
    EXPECT_TRUE(listener->wait(0ms, {}).rang);
    EXPECT_FALSE(listener->wait(0ms, {}).rang);
}

TEST_F(FolderDoorbellTest, StopsWaitingWhenAsked) {
    const auto listener = listen();
    std::stop_source stop;
    const std::jthread later([&] {
        std::this_thread::sleep_for(50ms);
        stop.request_stop();
    });
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_FALSE(listener->wait(60s, stop.get_token()).rang);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
    EXPECT_FALSE(listener->wait(60s, stop.get_token()).rang);
}

TEST_F(FolderDoorbellTest, LeavesNoSocketBehind) {
    {
        const auto listener = listen();
        EXPECT_EQ(sockets(), 1);
    }
    EXPECT_EQ(sockets(), 0);
}

TEST_F(FolderDoorbellTest, RemovesTheSocketsOfTheDeadAndNothingElse) {
    const pid_t child = ::fork();
    if (child == 0) {
        auto listener = bell_->listen();
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto alive = listen();
    EXPECT_EQ(sockets(), 2);
    bell_->ring(1);
    EXPECT_EQ(sockets(), 1);
    EXPECT_TRUE(alive->wait(0ms, {}).rang);
}

TEST_F(FolderDoorbellTest, SaysWhenTheFolderCannotBeMade) {
    const auto opened = FolderDoorbell::open(base_ / "missing" / "bell");
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, core::ErrorCode::storage_failed);
}

}  // namespace
}  // namespace mobilscan::queue
