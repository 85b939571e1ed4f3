#include "cli/interrupt.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

#include <array>
#include <csignal>
#include <cstdint>

#include "core/check.h"

namespace mobilscan::cli {
namespace {

constexpr int exit_by_second_signal = 130;  // what shells report for SIGINT

sigset_t handled_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

Interrupt::Interrupt() {
    const sigset_t signals = handled_signals();
    CHECK(pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0);
    signals_ = core::Descriptor(signalfd(-1, &signals, SFD_CLOEXEC));
    end_ = core::Descriptor(eventfd(0, EFD_CLOEXEC));
    CHECK(signals_.is_open() && end_.is_open());
    thread_ = std::thread([this] { wait_for_signals(); });
}

Interrupt::~Interrupt() {
    const std::uint64_t one = 1;
    CHECK(::write(end_.get(), &one, sizeof one) == sizeof one);
    thread_.join();
}

void Interrupt::wait_for_signals() {
    std::array<pollfd, 2> events{{{signals_.get(), POLLIN, 0}, {end_.get(), POLLIN, 0}}};
    while (true) {
        if (::poll(events.data(), events.size(), -1) < 0) {
            continue;  // interrupted
        }
        if (events[1].revents != 0) {
            return;
        }
        signalfd_siginfo signal{};
        if (::read(signals_.get(), &signal, sizeof signal) != sizeof signal) {
            continue;
        }
        if (!stop_.request_stop()) {
            std::_Exit(exit_by_second_signal);
        }
    }
}

}  // namespace mobilscan::cli
