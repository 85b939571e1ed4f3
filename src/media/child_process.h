// ChildProcess: one decoder process, from its start to its reaping.
//
// Started with posix_spawn (the program has threads, so nothing may run between fork and exec),
// with an empty environment, two descriptors (core/decoder_start.h), no others, and a process
// group of its own: a Ctrl-C on the terminal is the program's to handle. Whoever destroys the
// object kills the process and waits for it, so there are neither orphans nor zombies; and when
// the program itself dies, its end of the lifeline closes and the kernel ends the child.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

#include "core/descriptor.h"
#include "core/error.h"
#include "core/result.h"

namespace mobilscan::media {

class ChildProcess {
public:
    // `socket` becomes the child's core::decoder_socket. Errors: decoder_unavailable.
    [[nodiscard]] static Result<ChildProcess> start(const std::filesystem::path& program,
                                                    const core::Descriptor& socket);
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();

    // Why a process that has closed its socket is gone, or is going; reaps it. Always the same
    // answer once it was asked: decoder_crashed with the signal's name,
    // decoder_out_of_memory, over_budget (processor time).
    [[nodiscard]] const core::Error& cause_of_death();

    void kill() noexcept;  // and reap; does nothing the second time

    // Whether it was neither killed nor reaped by this object.
    [[nodiscard]] bool is_running() const noexcept { return process_ > 0; }

private:
    ChildProcess(pid_t process, core::Descriptor lifeline) noexcept
        : process_(process), lifeline_(std::move(lifeline)) {}

    [[nodiscard]] core::Error wait_for_death();

    pid_t process_ = -1;
    core::Descriptor lifeline_;
    std::optional<core::Error> death_;
};

// `mobilscan-decoder` in the folder of the running executable.
[[nodiscard]] std::filesystem::path decoder_beside_executable();

// What the end of a process means, from its status as waitpid(2) tells it.
[[nodiscard]] core::Error death_error(int status);

}  // namespace mobilscan::media
