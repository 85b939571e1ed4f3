#include "queue/folder_doorbell.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "queue/random_name.h"

namespace mobilscan::queue {
namespace {

using core::Descriptor;
using Clock = std::chrono::steady_clock;

constexpr mode_t folder_mode = 0750;
constexpr std::string_view socket_suffix = ".bell";

tl::unexpected<core::Error> failed(const char* what) {
    return failure(core::ErrorCode::storage_failed, std::string("the doorbell's folder: ") + what +
                                                        ": " +
                                                        std::generic_category().message(errno));
}

// The address of a socket in the folder. By the folder's descriptor, as the address of a socket
// holds only 107 characters and a path may be longer; nothing for a name that is no listener's.
std::optional<sockaddr_un> address_of(int folder, std::string_view name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(folder) + "/" + std::string(name);
    if (path.size() >= sizeof address.sun_path) {
        return std::nullopt;
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

const sockaddr* generic(const sockaddr_un& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

Descriptor datagram_socket() {
    return Descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

class FolderListener final : public Listener {
public:
    FolderListener(Descriptor folder, std::string name, Descriptor socket, Descriptor wake)
        : folder_(std::move(folder)),
          name_(std::move(name)),
          socket_(std::move(socket)),
          wake_(std::move(wake)) {}
    ~FolderListener() override { ::unlinkat(folder_.get(), name_.c_str(), 0); }

    Heard wait(std::chrono::milliseconds timeout, const std::stop_token& stop) override {
        const std::stop_callback wake_up(stop, [this] {
            const std::uint64_t one = 1;
            [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
        });
        const auto end = Clock::now() + timeout;
        while (!stop.stop_requested()) {
            if (take_rings()) {
                return {true, std::nullopt};
            }
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
            if (left <= 0) {
                return {};
            }
            std::array<pollfd, 2> events{{{socket_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
            ::poll(events.data(), events.size(),
                   static_cast<int>(std::min<std::int64_t>(left, 3'600'000)));
        }
        return {};
    }

private:
    // Whether there were any.
    bool take_rings() {
        bool any = false;
        char byte = 0;
        while (::recv(socket_.get(), &byte, sizeof byte, 0) >= 0) {
            any = true;
        }
        return any;
    }

    Descriptor folder_;
    std::string name_;
    Descriptor socket_;
    Descriptor wake_;  // an event: a stop was requested
};

}  // namespace

Result<std::unique_ptr<Doorbell>> FolderDoorbell::open(const std::filesystem::path& folder) {
    if (::mkdir(folder.c_str(), folder_mode) != 0 && errno != EEXIST) {
        return failed("cannot be made");
    }
    Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    Descriptor sender = datagram_socket();
    if (!opened.is_open() || !sender.is_open()) {
        return failed("cannot be opened");
    }
    return std::unique_ptr<Doorbell>(
        new FolderDoorbell(folder, std::move(opened), std::move(sender)));
}

void FolderDoorbell::ring(int /*all*/) noexcept try {
    std::error_code error;
    for (std::filesystem::directory_iterator at(path_, error), end; !error && at != end;
         at.increment(error)) {
        const std::string name = at->path().filename().string();
        const auto address = address_of(folder_.get(), name);
        if (!address || !name.ends_with(socket_suffix)) {
            continue;
        }
        const char byte = 1;
        const auto sent = ::sendto(sender_.get(), &byte, sizeof byte, MSG_NOSIGNAL,
                                   generic(*address), sizeof *address);
        if (sent < 0 && errno == ECONNREFUSED) {  // full is no error: it has rings to hear
            ::unlinkat(folder_.get(), name.c_str(), 0);
        }
    }
} catch (...) {  // no memory: whoever waits looks within a second
}

Result<std::unique_ptr<Listener>> FolderDoorbell::listen() {
    const auto name = random_name().map(
        [](const std::string& random) { return random + std::string(socket_suffix); });
    const auto address = name ? address_of(folder_.get(), *name) : std::nullopt;
    Descriptor socket = datagram_socket();
    Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    Descriptor folder(::fcntl(folder_.get(), F_DUPFD_CLOEXEC, 0));
    if (!address || !socket.is_open() || !wake.is_open() || !folder.is_open() ||
        ::bind(socket.get(), generic(*address), sizeof *address) != 0) {
        return failed("no socket can be made in it");
    }
    return std::make_unique<FolderListener>(std::move(folder), *name, std::move(socket),
                                            std::move(wake));
}

}  // namespace mobilscan::queue
