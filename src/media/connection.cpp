#include "media/connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "core/check.h"
#include "core/decoder_protocol.h"
#include "core/limits.h"

namespace mobilscan::media {
namespace {

namespace wire = core::wire;
using core::ErrorCode;
using std::chrono::milliseconds;

constexpr std::size_t descriptors_max = 2;

milliseconds remaining(std::chrono::steady_clock::time_point deadline) {
    return std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(
                                         deadline - std::chrono::steady_clock::now()));
}

// Room for the descriptors that travel with a message.
struct Ancillary {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(descriptors_max * sizeof(int))> bytes{};

    void attach(msghdr& header, std::span<const int> descriptors) {
        CHECK(descriptors.size() <= descriptors_max);
        if (descriptors.empty()) {
            return;
        }
        header.msg_control = bytes.data();
        header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr* part = CMSG_FIRSTHDR(&header);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(part), descriptors.data(), descriptors.size_bytes());
    }
};

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const DecoderSettings& settings) {
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return failure(ErrorCode::decoder_unavailable,
                       "no socket for the decoder: " + std::generic_category().message(errno));
    }
    core::Descriptor ours(ends[0]);
    core::Descriptor theirs(ends[1]);
    auto process = ChildProcess::start(
        settings.program.empty() ? decoder_beside_executable() : settings.program, theirs);
    if (!process) {
        return failure(process.error());
    }
    theirs.reset();  // or the socket would stay open when the decoder dies
    std::unique_ptr<Connection> connection(new Connection(std::move(ours), std::move(*process)));
    return connection->greet(settings).map([&] { return std::move(connection); });
}

Result<void> Connection::greet(const DecoderSettings& settings) {
    const auto message = receive({limits::decoder_start_seconds, limits::decoder_start_seconds});
    if (!message) {
        // Nothing foreign was read yet: this machine cannot run the decoder.
        const core::Error& error = message.error();
        return failure(error.code == ErrorCode::decoder_crashed
                           ? core::Error{ErrorCode::decoder_unavailable,
                                         "the decoder does not start: " + error.message}
                           : error);
    }
    const auto hello = wire::parse_hello(*message);
    if (!hello) {
        return failure(hello.error());
    }
    sandbox_tier_ = static_cast<int>(hello->sandbox_tier);
    if (sandbox_tier_ < settings.minimum_sandbox_tier) {
        return failure(ErrorCode::decoder_unavailable,
                       "this machine's kernel gives the decoder a sandbox of tier " +
                           std::to_string(sandbox_tier_) + ", the settings ask for " +
                           std::to_string(settings.minimum_sandbox_tier));
    }
    return {};
}

Result<void> Connection::wait(short events, Patience patience) {
    const bool by_total = patience.total < patience.silence;
    const auto deadline =
        std::chrono::steady_clock::now() + std::min(patience.total, patience.silence);
    pollfd state{socket_.get(), events, 0};
    for (;;) {
        const int ready = ::poll(&state, 1, static_cast<int>(remaining(deadline).count()));
        if (ready > 0) {
            return {};
        }
        if (ready < 0 && errno != EINTR) {
            process_.kill();
            return failure(ErrorCode::decoder_unavailable,
                           std::string("waiting for the decoder failed: ") + std::strerror(errno));
        }
        if (ready == 0 && remaining(deadline) == milliseconds(0)) {
            process_.kill();
            return by_total ? failure(ErrorCode::over_budget, "the decoder took too long in all")
                            : failure(ErrorCode::decoder_timeout,
                                      "the decoder gave no sign of life for " +
                                          std::to_string(patience.silence.count()) + " ms");
        }
    }
}

Result<void> Connection::send(std::span<const std::byte> message,
                              std::span<const int> descriptors) {
    iovec part{const_cast<std::byte*>(message.data()), message.size()};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    Ancillary ancillary;
    ancillary.attach(header, descriptors);
    for (;;) {
        if (::sendmsg(socket_.get(), &header, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0) {
            return {};
        }
        if (errno == EAGAIN) {
            const Patience patience{limits::decoder_silence_seconds,
                                    limits::decoder_silence_seconds};
            if (auto ready = wait(POLLOUT, patience); !ready) {
                return ready;
            }
        } else if (errno != EINTR) {
            return failure(process_.cause_of_death());
        }
    }
}

// Bytes of the next datagram, now in buffer_.
Result<std::size_t> Connection::take_datagram() {
    buffer_.resize(wire::message_bytes_max);
    for (;;) {
        // MSG_TRUNC: the true size, also where it does not fit. No room for descriptors: those
        // that a decoder might send are closed by the kernel.
        const ssize_t got =
            ::recv(socket_.get(), buffer_.data(), buffer_.size(), MSG_TRUNC | MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        if (got <= 0) {
            return failure(process_.cause_of_death());
        }
        if (static_cast<std::size_t>(got) > buffer_.size()) {
            return failure(ErrorCode::protocol_violation, "the decoder's message is too long");
        }
        return static_cast<std::size_t>(got);
    }
}

Result<std::span<const std::byte>> Connection::receive(Patience patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience.total;
    for (;;) {
        if (auto ready = wait(POLLIN, {patience.silence, remaining(deadline)}); !ready) {
            return failure(ready.error());
        }
        const auto bytes = take_datagram();
        if (!bytes) {
            process_.kill();
            return failure(bytes.error());
        }
        const auto message = std::span<const std::byte>(buffer_).first(*bytes);
        const auto type = wire::peek(message);
        if (!type) {
            process_.kill();
            return failure(type.error());
        }
        if (*type == wire::Type::failed) {
            const auto error = wire::parse_failed(message);
            return failure(error ? *error : error.error());
        }
        if (*type != wire::Type::progress) {
            return message;
        }
    }
}

}  // namespace mobilscan::media
