#include "media/child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "core/check.h"
#include "core/decoder_start.h"

namespace mobilscan::media {
namespace {

using core::ErrorCode;
using namespace std::chrono_literals;

constexpr int above_fixed_numbers = 10;  // so that placing one descriptor never closes another
constexpr auto death_takes_at_most = 500ms;

class SpawnSettings {
public:
    SpawnSettings(int socket, int lifeline) {
        CHECK(::posix_spawn_file_actions_init(&files_) == 0);
        CHECK(::posix_spawnattr_init(&attributes_) == 0);
        add_file(STDIN_FILENO, O_RDONLY);
        add_file(STDOUT_FILENO, O_WRONLY);
#ifndef MOBILSCAN_ADDRESS_SANITIZER  // whose reports must be seen
        add_file(STDERR_FILENO, O_WRONLY);
#endif
        CHECK(::posix_spawn_file_actions_adddup2(&files_, socket, core::decoder_socket) == 0);
        CHECK(::posix_spawn_file_actions_adddup2(&files_, lifeline, core::decoder_lifeline) == 0);
        CHECK(::posix_spawn_file_actions_addclosefrom_np(&files_, core::decoder_lifeline + 1) == 0);

        sigset_t all;
        sigset_t none;
        ::sigfillset(&all);
        ::sigemptyset(&none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    }
    ~SpawnSettings() {
        ::posix_spawn_file_actions_destroy(&files_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    [[nodiscard]] int spawn(const std::filesystem::path& program, pid_t& process) const {
        std::string name = program.string();
        std::array<char*, 2> arguments{name.data(), nullptr};
        std::array<char*, 1> environment{nullptr};
        return ::posix_spawn(&process, name.c_str(), &files_, &attributes_, arguments.data(),
                             environment.data());
    }

private:
    void add_file(int number, int flags) {
        CHECK(::posix_spawn_file_actions_addopen(&files_, number, "/dev/null", flags, 0) == 0);
    }

    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

core::Descriptor moved_up(int descriptor) {
    return core::Descriptor(::fcntl(descriptor, F_DUPFD_CLOEXEC, above_fixed_numbers));
}

tl::unexpected<core::Error> cannot_start(const std::string& why) {
    return failure(ErrorCode::decoder_unavailable, "the decoder cannot be started: " + why);
}

pid_t wait_for(pid_t process, int& status, int options) {
    pid_t result = 0;
    do {
        result = ::waitpid(process, &status, options);
    } while (result < 0 && errno == EINTR);
    return result;
}

}  // namespace

std::filesystem::path decoder_beside_executable() {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    return self.parent_path() / "mobilscan-decoder";
}

core::Error death_error(int status) {
    if (!WIFSIGNALED(status)) {
        return {ErrorCode::decoder_crashed,
                "the decoder ended by itself with status " + std::to_string(WEXITSTATUS(status))};
    }
    switch (const int signal = WTERMSIG(status); signal) {
        case SIGKILL:  // sent by nobody here: the kernel's answer to a machine out of memory
            return {ErrorCode::decoder_out_of_memory,
                    "the decoder was killed by the system, most likely for lack of memory"};
        case SIGXCPU:
            return {ErrorCode::over_budget, "the decoder used up its processor time"};
        default: {
            const char* name = ::sigabbrev_np(signal);
            return {ErrorCode::decoder_crashed,
                    "the decoder crashed (" +
                        (name == nullptr ? "signal " + std::to_string(signal)
                                         : "SIG" + std::string(name)) +
                        ")"};
        }
    }
}

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& program,
                                         const core::Descriptor& socket) {
    std::array<int, 2> pipe_ends{-1, -1};
    if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) {
        return cannot_start(std::generic_category().message(errno));
    }
    const core::Descriptor read_end(pipe_ends[0]);
    core::Descriptor write_end(pipe_ends[1]);
    const core::Descriptor child_socket = moved_up(socket.get());
    const core::Descriptor child_lifeline = moved_up(read_end.get());
    if (!child_socket.is_open() || !child_lifeline.is_open()) {
        return cannot_start(std::generic_category().message(errno));
    }
    pid_t process = -1;
    const SpawnSettings settings(child_socket.get(), child_lifeline.get());
    if (const int error = settings.spawn(program, process); error != 0) {
        return cannot_start(program.string() + ": " + std::generic_category().message(error));
    }
    return ChildProcess(process, std::move(write_end));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      lifeline_(std::move(other.lifeline_)),
      death_(std::move(other.death_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    if (this != &other) {
        kill();
        process_ = std::exchange(other.process_, -1);
        lifeline_ = std::move(other.lifeline_);
        death_ = std::move(other.death_);
    }
    return *this;
}

ChildProcess::~ChildProcess() {
    kill();
}

void ChildProcess::kill() noexcept {
    if (process_ > 0) {
        int status = 0;
        ::kill(process_, SIGKILL);
        wait_for(std::exchange(process_, -1), status, 0);
    }
}

const core::Error& ChildProcess::cause_of_death() {
    if (!death_) {
        death_ = wait_for_death();
    }
    return *death_;
}

core::Error ChildProcess::wait_for_death() {
    const auto give_up = std::chrono::steady_clock::now() + death_takes_at_most;
    int status = 0;
    while (process_ > 0 && std::chrono::steady_clock::now() < give_up) {
        const pid_t reaped = wait_for(process_, status, WNOHANG);
        if (reaped == process_) {
            process_ = -1;
            return death_error(status);
        }
        if (reaped < 0) {
            break;  // somebody else reaped it: the status is lost
        }
        std::this_thread::sleep_for(2ms);
    }
    kill();
    return {ErrorCode::decoder_crashed, "the decoder broke off the conversation"};
}

}  // namespace mobilscan::media
