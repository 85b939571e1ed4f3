#include "cli/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

#include "cli/command.h"
#include "core/check.h"
#include "store/identity.h"
#include "telemetry/log.h"

namespace mobilscan::cli {
namespace {

using core::Descriptor;
using std::chrono::milliseconds;
using telemetry::Level;

constexpr int child_lifeline = 3;
constexpr int above_fixed_numbers = 10;  // so that placing one descriptor never closes another
constexpr std::size_t trouble_bytes_max = 1'000;

// Starts a program whose only descriptors are the standard ones and the lifeline.
class SpawnSettings {
public:
    explicit SpawnSettings(int lifeline) {
        CHECK(::posix_spawn_file_actions_init(&files_) == 0);
        CHECK(::posix_spawnattr_init(&attributes_) == 0);
        CHECK(::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0) ==
              0);
        CHECK(::posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY,
                                                 0) == 0);
        CHECK(::posix_spawn_file_actions_adddup2(&files_, lifeline, child_lifeline) == 0);
        CHECK(::posix_spawn_file_actions_addclosefrom_np(&files_, child_lifeline + 1) == 0);
        sigset_t all;
        sigset_t none;
        ::sigfillset(&all);
        ::sigemptyset(&none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        // A Ctrl-C on the terminal is the supervisor's to handle.
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

    [[nodiscard]] int spawn(const std::string& program, std::vector<std::string> arguments,
                            pid_t& process) const {
        std::vector<char*> pointers;
        pointers.reserve(arguments.size() + 1);
        for (std::string& argument : arguments) {
            pointers.push_back(argument.data());
        }
        pointers.push_back(nullptr);
        return ::posix_spawn(&process, program.c_str(), &files_, &attributes_, pointers.data(),
                             ::environ);
    }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

// The last words of a child that has ended; empty when it said nothing.
std::string last_words(const Descriptor& lifeline) {
    std::array<char, trouble_bytes_max> buffer{};
    const auto got = ::recv(lifeline.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    return got > 0 ? std::string(buffer.data(), static_cast<std::size_t>(got)) : std::string();
}

std::string trouble_of(int status, const std::string& words) {
    if (WIFSIGNALED(status)) {
        const char* name = ::sigabbrev_np(WTERMSIG(status));
        return "a worker was ended by " + (name == nullptr
                                               ? "signal " + std::to_string(WTERMSIG(status))
                                               : "SIG" + std::string(name));
    }
    const int code = WEXITSTATUS(status);
    if (code == exit_done) {
        return "a worker ended by itself";
    }
    const std::string what =
        code == exit_cannot_work ? "workers cannot work here" : "a worker failed";
    return what + (words.empty() ? " (exit code " + std::to_string(code) + ")" : ": " + words);
}

}  // namespace

Supervisor::Supervisor(SupervisorSettings settings, OnDeath on_death)
    : settings_(std::move(settings)),
      on_death_(std::move(on_death)),
      children_(static_cast<std::size_t>(settings_.workers)),
      wake_(::eventfd(0, EFD_CLOEXEC)) {
    CHECK(wake_.is_open());
    status_.wanted = settings_.workers;
    thread_ = std::thread([this] { run(); });
}

Supervisor::~Supervisor() {
    stop(milliseconds{0});
}

SupervisorStatus Supervisor::status() const {
    const std::scoped_lock lock(mutex_);
    return status_;
}

void Supervisor::stop(milliseconds limit) {
    {
        const std::scoped_lock lock(mutex_);
        if (stop_limit_) {
            return;
        }
        stop_limit_ = limit;
    }
    const std::uint64_t one = 1;
    CHECK(::write(wake_.get(), &one, sizeof one) == sizeof one);
    thread_.join();
}

std::optional<milliseconds> Supervisor::stop_limit() const {
    const std::scoped_lock lock(mutex_);
    return stop_limit_;
}

void Supervisor::run() {
    while (true) {
        if (const auto limit = stop_limit()) {
            end_all(*limit);
            return;
        }
        for (Child& child : children_) {
            if (child.process < 0 && child.start_at <= Clock::now()) {
                start(child);
            }
        }
        update_running();
        wait_for_change();
        for (Child& child : children_) {
            reap(child);
        }
        update_running();
    }
}

void Supervisor::start(Child& child) {
    child.name = store::new_uuid();
    child.delay = child.delay.count() == 0 ? settings_.first_delay
                                           : std::min(child.delay * 2, settings_.delay_max);
    child.start_at = Clock::now() + child.delay;  // should it not start
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        note("no worker can be started: " + std::generic_category().message(errno));
        return;
    }
    child.lifeline = Descriptor(ends[0]);
    const Descriptor theirs(ends[1]);
    const Descriptor moved(::fcntl(theirs.get(), F_DUPFD_CLOEXEC, above_fixed_numbers));
    std::vector<std::string> arguments{"mobilscan"};
    arguments.insert(arguments.end(), settings_.arguments.begin(), settings_.arguments.end());
    arguments.insert(arguments.end(),
                     {"--name", child.name, "--lifeline", std::to_string(child_lifeline)});
    pid_t process = -1;
    const int error =
        moved.is_open()
            ? SpawnSettings(moved.get()).spawn(settings_.program, std::move(arguments), process)
            : errno;
    if (error != 0) {
        note("no worker can be started: " + std::generic_category().message(error));
        return;
    }
    child.process = process;
    child.handle = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
    child.started = Clock::now();
    telemetry::log(Level::info, "worker_process_started",
                   {{"worker_id", child.name}, {"process", process}});
}

// Until a child ends, one is to be started, or stop() is called.
void Supervisor::wait_for_change() {
    std::vector<pollfd> events{{wake_.get(), POLLIN, 0}};
    constexpr milliseconds longest{1'000};  // also where the system gives no handle of a process
    auto timeout = longest;
    for (const Child& child : children_) {
        if (child.process >= 0 && child.handle.is_open()) {
            events.push_back({child.handle.get(), POLLIN, 0});
        } else if (child.process < 0) {
            const auto left = std::chrono::ceil<milliseconds>(child.start_at - Clock::now());
            timeout = std::clamp(left, milliseconds{0}, timeout);
        }
    }
    ::poll(events.data(), events.size(), static_cast<int>(timeout.count()));
}

// Takes note of a child's end, if it has ended.
void Supervisor::reap(Child& child) {
    int status = 0;
    if (child.process < 0 || ::waitpid(child.process, &status, WNOHANG) != child.process) {
        return;
    }
    const auto now = Clock::now();
    if (now - child.started >= settings_.steady) {
        child.delay = settings_.first_delay;
    }
    child.start_at = now + child.delay;
    const std::string trouble = trouble_of(status, last_words(child.lifeline));
    telemetry::log(Level::warning, "worker_process_ended",
                   {{"worker_id", child.name}, {"process", child.process}, {"trouble", trouble}});
    note(trouble);
    child.process = -1;
    child.handle.reset();
    child.lifeline.reset();
    on_death_(child.name);
}

void Supervisor::end_all(milliseconds limit) {
    signal_all(SIGTERM);
    const auto end = Clock::now() + limit;
    const auto reap_ended = [&] {
        for (Child& child : children_) {
            int status = 0;
            if (child.process >= 0 && ::waitpid(child.process, &status, WNOHANG) != 0) {
                child.process = -1;
            }
        }
        update_running();
    };
    for (reap_ended(); any_running() && Clock::now() < end; reap_ended()) {
        std::this_thread::sleep_for(milliseconds{10});
    }
    signal_all(SIGKILL);
    for (Child& child : children_) {
        while (child.process >= 0 && ::waitpid(child.process, nullptr, 0) < 0 && errno == EINTR) {
        }
        child.process = -1;
        child.lifeline.reset();
    }
    update_running();
}

void Supervisor::signal_all(int signal) const {
    for (const Child& child : children_) {
        if (child.process >= 0) {
            ::kill(child.process, signal);
        }
    }
}

bool Supervisor::any_running() const {
    return std::any_of(children_.begin(), children_.end(),
                       [](const Child& child) { return child.process >= 0; });
}

void Supervisor::note(std::string trouble) {
    const std::scoped_lock lock(mutex_);
    status_.last_trouble = std::move(trouble);
    ++status_.deaths;
}

void Supervisor::update_running() {
    const std::scoped_lock lock(mutex_);
    status_.running = static_cast<int>(std::count_if(
        children_.begin(), children_.end(), [](const Child& child) { return child.process >= 0; }));
}

}  // namespace mobilscan::cli
