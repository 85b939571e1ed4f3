// Proves: children run as many as wanted, come back after they died, later and later when they keep
// dying, tell why, end with their supervisor and hold nothing that they should not. The children
// are shell scripts.
#include "cli/supervisor.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "cli/data_lock.h"
#include "cli/lifeline.h"

namespace mobilscan::cli {
namespace {

namespace files = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

template <class Condition>
bool comes_true(const Condition& condition) {
    for (int i = 0; i < 2000; ++i) {
        if (condition()) {
            return true;
        }
        std::this_thread::sleep_for(5ms);
    }
    return false;
}

class SupervisorTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = testing::TempDir() + "supervisor-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { files::remove_all(folder_); }

    // A child that runs the script; its own pid is in $$, its arguments are appended.
    [[nodiscard]] SupervisorSettings script(const std::string& text, int workers = 1) const {
        SupervisorSettings settings;
        settings.program = "/bin/sh";
        settings.arguments = {"-c", "cd '" + folder_.string() + "'; " + text, "worker"};
        settings.workers = workers;
        settings.first_delay = 10ms;
        settings.delay_max = 40ms;
        return settings;
    }
    [[nodiscard]] std::string content(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(folder_ / name).rdbuf();
        return text.str();
    }

    files::path folder_;
    std::set<std::string> dead_;  // of the supervisor's thread while there is one
    Supervisor::OnDeath on_death_ = [this](const std::string& worker) { dead_.insert(worker); };
};

TEST_F(SupervisorTest, KeepsAsManyRunningAsWantedAndStopsThemWhenAsked) {
    Supervisor supervisor(script("trap 'echo x >> ended; exit 0' TERM; echo x >> begun;"
                                 "while :; do sleep 0.01; done",
                                 3),
                          on_death_);
    EXPECT_TRUE(comes_true([&] { return content("begun") == "x\nx\nx\n"; }));
    EXPECT_EQ(supervisor.status().running, 3);
    EXPECT_EQ(supervisor.status().wanted, 3);
    supervisor.stop(10s);
    EXPECT_EQ(content("ended"), "x\nx\nx\n");
    EXPECT_EQ(supervisor.status().running, 0);
    EXPECT_EQ(supervisor.status().deaths, 0);
    EXPECT_TRUE(dead_.empty());
}

TEST_F(SupervisorTest, KillsThoseThatDoNotStopInTime) {
    Supervisor supervisor(script("trap '' TERM; echo x > begun; while :; do sleep 0.01; done"),
                          on_death_);
    ASSERT_TRUE(comes_true([&] { return content("begun") == "x\n"; }));
    const auto begin = Clock::now();
    supervisor.stop(100ms);
    EXPECT_LT(Clock::now() - begin, 5s);
    EXPECT_EQ(supervisor.status().running, 0);
}

TEST_F(SupervisorTest, StartsADeadChildAgainUnderANewNameAndTellsTheOldOne) {
    Supervisor supervisor(script("echo \"$2\" >> names; kill -9 $$"), on_death_);
    ASSERT_TRUE(comes_true([&] { return supervisor.status().deaths >= 3; }));
    supervisor.stop(0ms);
    std::istringstream names(content("names"));
    std::set<std::string> started;
    for (std::string name; names >> name;) {
        EXPECT_TRUE(started.insert(name).second) << "the name came twice";
    }
    EXPECT_GE(dead_.size(), 3U);
    for (const std::string& name : dead_) {
        EXPECT_TRUE(started.contains(name));
    }
    EXPECT_EQ(supervisor.status().last_trouble, "a worker was ended by SIGKILL");
}

TEST_F(SupervisorTest, WaitsLongerBetweenStartsOfOneThatKeepsDying) {
    SupervisorSettings settings = script("exit 1");
    settings.first_delay = 20ms;
    settings.delay_max = 100'000ms;
    const auto begin = Clock::now();
    Supervisor supervisor(settings, on_death_);
    ASSERT_TRUE(comes_true([&] { return supervisor.status().deaths == 5; }));
    EXPECT_GE(Clock::now() - begin, 300ms);  // 20 + 40 + 80 + 160
}

TEST_F(SupervisorTest, SaysThatWorkersCannotWorkHere) {
    Supervisor supervisor(script("exit 3"), on_death_);
    ASSERT_TRUE(comes_true([&] { return supervisor.status().deaths > 0; }));
    EXPECT_EQ(supervisor.status().last_trouble, "workers cannot work here (exit code 3)");
}

TEST_F(SupervisorTest, SaysWhenTheProgramIsNotThere) {
    SupervisorSettings settings = script("");
    settings.program = (folder_ / "missing").string();
    Supervisor supervisor(settings, on_death_);
    ASSERT_TRUE(comes_true([&] { return supervisor.status().deaths > 0; }));
    EXPECT_EQ(supervisor.status().last_trouble,
              "no worker can be started: No such file or directory");
    EXPECT_EQ(supervisor.status().running, 0);
}

TEST_F(SupervisorTest, GivesItsChildrenTheLifelineAndNoOtherDescriptor) {
    const auto lock = DataLock::hold(folder_ / "data");
    ASSERT_TRUE(lock.has_value());
    const std::string list =
        "for f in /proc/$$/fd/*; do readlink $f; done > found.part;"
        "mv found.part found; while :; do sleep 0.01; done";
    Supervisor supervisor(script(list, 2), on_death_);
    ASSERT_TRUE(comes_true([&] { return files::exists(folder_ / "found"); }));
    const std::string found = content("found");
    EXPECT_EQ(found.find("/lock"), std::string::npos) << found;
    EXPECT_EQ(found.find("anon_inode"), std::string::npos) << found;
    const std::size_t lifeline = found.find("socket:");
    EXPECT_NE(lifeline, std::string::npos) << found;
    EXPECT_EQ(found.find("socket:", lifeline + 1), std::string::npos) << found;
}

TEST_F(SupervisorTest, ADataFolderIsHeldByOneUntilItLetsGo) {
    {
        const auto one = DataLock::hold(folder_ / "data");
        ASSERT_TRUE(one.has_value());
        const auto two = DataLock::hold(folder_ / "data");
        ASSERT_FALSE(two.has_value());
        EXPECT_EQ(core::info(two.error().code).exit_code, 3);
        EXPECT_NE(two.error().message.find("another mobilscan serve"), std::string::npos);
    }
    EXPECT_TRUE(DataLock::hold(folder_ / "data").has_value());
    std::ofstream(folder_ / "file") << "x";
    EXPECT_EQ(DataLock::hold(folder_ / "file").error().code, core::ErrorCode::storage_failed);
}

TEST_F(SupervisorTest, ALifelineAsksForAStopWhenItsSupervisorIsGoneAndCarriesLastWords) {
    std::array<int, 2> ends{-1, -1};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    core::Descriptor supervisor(ends[0]);
    std::stop_source stop;
    const Lifeline lifeline(ends[1], stop, 60s);
    lifeline.tell("no models");
    std::array<char, 100> words{};
    EXPECT_EQ(::recv(supervisor.get(), words.data(), words.size(), 0), 9);
    EXPECT_STREQ(words.data(), "no models");
    EXPECT_FALSE(stop.stop_requested());
    supervisor.reset();
    EXPECT_TRUE(comes_true([&] { return stop.stop_requested(); }));
}

TEST_F(SupervisorTest, ALifelineEndsAProcessThatDoesNotStopInTime) {
    const auto hang = [] {
        std::array<int, 2> ends{-1, -1};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0) {
            core::Descriptor supervisor(ends[0]);
            const Lifeline lifeline(ends[1], {}, 50ms);
            supervisor.reset();
            std::this_thread::sleep_for(60s);
        }
    };
    EXPECT_EXIT(hang(), testing::ExitedWithCode(1), "");
}

}  // namespace
}  // namespace mobilscan::cli
