#include "decoder/channel.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace mobilscan::decoder {
namespace {

constexpr std::size_t descriptors_max = 2;
constexpr std::chrono::seconds silence_max{1};

void take_descriptors(msghdr& header, std::vector<core::Descriptor>& into) {
    for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr;
         part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int number = -1;
            std::memcpy(&number, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
            into.emplace_back(number);
        }
    }
}

}  // namespace

std::optional<Message> Channel::receive() {
    Message message;
    message.bytes.resize(core::wire::message_bytes_max);
    alignas(cmsghdr) std::array<char, CMSG_SPACE(descriptors_max * sizeof(int))> control{};
    iovec part{message.bytes.data(), message.bytes.size()};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    ssize_t got = 0;
    do {
        got = ::recvmsg(socket_, &header, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        return std::nullopt;
    }
    message.bytes.resize(static_cast<std::size_t>(got));
    take_descriptors(header, message.descriptors);
    return message;
}

void Channel::send(std::span<const std::byte> message) {
    ssize_t sent = 0;
    do {
        sent = ::send(socket_, message.data(), message.size(), MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0) {
        ::_exit(EXIT_SUCCESS);  // nobody listens any more
    }
    last_sent_ = std::chrono::steady_clock::now();
}

void Channel::keep_alive() {
    if (std::chrono::steady_clock::now() - last_sent_ >= silence_max) {
        send(core::wire::bytes_of(core::wire::make<core::wire::Progress>()));
    }
}

}  // namespace mobilscan::decoder
