// Supervisor: keeps worker processes running, so that a crash in reading never takes the page down.
//
// Each child is this very program started afresh, in a process group of its own, with one end of a
// socket (cli/lifeline.h): when the supervisor dies, however it dies, the children end within two
// seconds. A child that ends is started again after a growing delay. One thread of its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/descriptor.h"

namespace mobilscan::cli {

struct SupervisorSettings {
    std::string program = "/proc/self/exe";
    std::vector<std::string> arguments;  // after the program's name; --name and --lifeline follow
    int workers = 1;
    std::chrono::milliseconds first_delay{250};   // before a child that ended is started again
    std::chrono::milliseconds delay_max{30'000};  // it doubles up to this
    std::chrono::milliseconds steady{10'000};     // a child that ran this long begins anew with it
};

struct SupervisorStatus {
    int wanted = 0;
    int running = 0;
    std::int64_t deaths = 0;   // children that ended unasked, or could not be started
    std::string last_trouble;  // why the last of them did; empty when none
};

class Supervisor {
public:
    // Called on the supervisor's thread with the name of a worker that died and can have given
    // nothing back.
    using OnDeath = std::function<void(const std::string& worker)>;

    // Starts the children.
    Supervisor(SupervisorSettings settings, OnDeath on_death);
    ~Supervisor();  // stop() without patience
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    // Any thread.
    [[nodiscard]] SupervisorStatus status() const;

    // Asks all children to end (SIGTERM: they finish their chunk), waits, and kills those that
    // still run after `limit`. Returns when none is left. Once; later calls do nothing.
    void stop(std::chrono::milliseconds limit);

private:
    using Clock = std::chrono::steady_clock;

    struct Child {
        std::string name;
        pid_t process = -1;         // -1: not running
        core::Descriptor handle;    // readable once the process has ended
        core::Descriptor lifeline;  // our end
        Clock::time_point started{};
        Clock::time_point start_at{};
        std::chrono::milliseconds delay{0};
    };

    void run();
    void start(Child& child);
    void wait_for_change();
    void reap(Child& child);
    void end_all(std::chrono::milliseconds limit);
    void signal_all(int signal) const;
    [[nodiscard]] bool any_running() const;
    void note(std::string trouble);
    [[nodiscard]] std::optional<std::chrono::milliseconds> stop_limit() const;
    void update_running();

    SupervisorSettings settings_;
    OnDeath on_death_;
    std::vector<Child> children_;  // of the supervisor's thread
    core::Descriptor wake_;        // an event: stop() was called
    mutable std::mutex mutex_;
    SupervisorStatus status_;                              // under mutex_
    std::optional<std::chrono::milliseconds> stop_limit_;  // under mutex_; set: end all
    std::thread thread_;
};

}  // namespace mobilscan::cli
