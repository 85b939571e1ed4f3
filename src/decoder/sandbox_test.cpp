// Proves: what the closed sandbox must refuse it refuses, what decoding needs still works, and a
// kernel that lacks a layer gives a lower tier instead of no decoder. Each case runs in a process
// of its own, which cannot be opened again.
#include "decoder/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <vector>

namespace mobilscan::decoder {
namespace {

constexpr int as_hoped = 0;
constexpr int otherwise = 1;

// Closes the sandbox with all its layers, then leaves with 0 when `check` is true.
template <class Check>
[[noreturn]] void leave_with(Check check) {
    if (!close_sandbox({})) {
        ::_exit(otherwise);
    }
    ::_exit(check() ? as_hoped : otherwise);
}

bool seccomp_is_missing() {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(filter_system_calls() ? as_hoped : otherwise);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return !WIFEXITED(status) || WEXITSTATUS(status) != as_hoped;
}

class Sandbox : public ::testing::Test {
protected:
    void SetUp() override {
        if (seccomp_is_missing()) {
            GTEST_SKIP() << "this kernel has no seccomp";
        }
    }
};
using SandboxDeathTest = Sandbox;

TEST_F(SandboxDeathTest, KillsAProcessThatStartsAProgram) {
    EXPECT_EXIT(leave_with([] { return ::execl("/bin/true", "true", nullptr) == 0; }),
                ::testing::KilledBySignal(SIGSYS), "");
}

TEST_F(SandboxDeathTest, KillsAProcessThatOpensASocket) {
    EXPECT_EXIT(leave_with([] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }),
                ::testing::KilledBySignal(SIGSYS), "");
}

TEST_F(SandboxDeathTest, KillsAProcessThatTracesAnother) {
    EXPECT_EXIT(leave_with([] { return ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr); }),
                ::testing::KilledBySignal(SIGSYS), "");
}

TEST_F(SandboxDeathTest, RefusesToOpenAnyFile) {
    EXPECT_EXIT(leave_with([] { return ::open("/etc/passwd", O_RDONLY) < 0 && errno == EPERM; }),
                ::testing::ExitedWithCode(as_hoped), "");
}

TEST_F(SandboxDeathTest, RefusesToMakeMemoryExecutable) {
    EXPECT_EXIT(leave_with([] {
                    void* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                    return memory != MAP_FAILED &&
                           ::mprotect(memory, 4096, PROT_READ | PROT_EXEC) != 0 &&
                           ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                                  -1, 0) == MAP_FAILED;
                }),
                ::testing::ExitedWithCode(as_hoped), "");
}

TEST_F(SandboxDeathTest, RefusesToSignalOtherProcesses) {
    EXPECT_EXIT(leave_with([] { return ::kill(::getppid(), 0) != 0 && errno == EPERM; }),
                ::testing::ExitedWithCode(as_hoped), "");
}

// As codecs make threads. std::thread has a virtual function, and UndefinedBehaviorSanitizer looks
// at those through a pipe, which the sandbox refuses.
void* fill_memory(void* filled) {
    *static_cast<bool*>(filled) = std::vector<char>(64 << 20, 'x').back() == 'x';
    return nullptr;
}

TEST_F(SandboxDeathTest, StillLetsThreadsRunAndMemoryGrow) {
    EXPECT_EXIT(leave_with([] {
                    bool filled = false;
                    pthread_t thread{};
                    return ::pthread_create(&thread, nullptr, fill_memory, &filled) == 0 &&
                           ::pthread_join(thread, nullptr) == 0 && filled;
                }),
                ::testing::ExitedWithCode(as_hoped), "");
}

TEST_F(SandboxDeathTest, GivesALowerTierWhereALayerIsMissing) {
    const auto tier_without = [](SandboxLayers layers) {
        const auto tier = close_sandbox(layers);
        ::_exit(tier ? static_cast<int>(*tier) : 0);
    };
    EXPECT_EXIT(tier_without({false, true}), ::testing::ExitedWithCode(2), "");
    EXPECT_EXIT(tier_without({true, false}), ::testing::ExitedWithCode(1), "");
    EXPECT_EXIT(tier_without({false, false}), ::testing::ExitedWithCode(1), "");
}

TEST_F(SandboxDeathTest, LandlockAloneRefusesToOpenAnyFile) {
    EXPECT_EXIT(
        {
            const auto tier = close_sandbox({true, false});
            if (!tier || !refuse_all_paths()) {
                ::_exit(as_hoped);  // a kernel without Landlock promises nothing
            }
            ::_exit(::open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES ? as_hoped : otherwise);
        },
        ::testing::ExitedWithCode(as_hoped), "");
}

#ifndef MOBILSCAN_ADDRESS_SANITIZER
TEST(SandboxLimitsDeathTest, TakeMemoryBeyondTwoGibibytesAway) {
    EXPECT_EXIT(
        {
            const bool limited = limit_resources();
            void* memory = ::mmap(nullptr, 2ULL << 30, PROT_READ | PROT_WRITE,
                                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
            ::_exit(limited && memory == MAP_FAILED ? as_hoped : otherwise);
        },
        ::testing::ExitedWithCode(as_hoped), "");
}
#endif

TEST(SandboxLimitsDeathTest, LetNoFileGrow) {
    EXPECT_EXIT(
        {
            char name[] = "/tmp/mobilscan-sandbox-XXXXXX";
            const int file = ::mkstemp(name);
            ::unlink(name);
            const bool limited = limit_resources();
            ::_exit(limited && ::write(file, "x", 1) < 0 && errno == EFBIG ? as_hoped : otherwise);
        },
        ::testing::ExitedWithCode(as_hoped), "");
}

}  // namespace
}  // namespace mobilscan::decoder
