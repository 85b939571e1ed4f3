#include "cli/lifeline.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <utility>

#include "cli/command.h"
#include "core/check.h"

namespace mobilscan::cli {
namespace {

// Whether the event came; false when nothing did in that time.
bool happens(std::span<pollfd> events, std::chrono::milliseconds timeout) {
    int ready = 0;
    do {
        ready = ::poll(events.data(), events.size(), static_cast<int>(timeout.count()));
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

constexpr std::chrono::milliseconds for_ever{-1};

}  // namespace

Lifeline::Lifeline(int descriptor, std::stop_source stop, std::chrono::milliseconds grace)
    : socket_(descriptor), end_(::eventfd(0, EFD_CLOEXEC)) {
    CHECK(end_.is_open());
    // Decoders that this process starts must not hold it.
    static_cast<void>(::fcntl(descriptor, F_SETFD, FD_CLOEXEC));
    thread_ = std::thread([this, stop = std::move(stop), grace] { watch(stop, grace); });
}

Lifeline::~Lifeline() {
    const std::uint64_t one = 1;
    CHECK(::write(end_.get(), &one, sizeof one) == sizeof one);
    thread_.join();
}

void Lifeline::tell(std::string_view trouble) const noexcept {
    static_cast<void>(::send(socket_.get(), trouble.data(), trouble.size(), MSG_NOSIGNAL));
}

void Lifeline::watch(const std::stop_source& stop, std::chrono::milliseconds grace) const {
    std::array<pollfd, 2> events{{{end_.get(), POLLIN, 0}, {socket_.get(), POLLIN, 0}}};
    happens(events, for_ever);
    if (events[0].revents != 0) {
        return;
    }
    stop.request_stop();
    if (!happens(std::span(events).first(1), grace)) {
        ::_exit(exit_input_failed);
    }
}

}  // namespace mobilscan::cli
