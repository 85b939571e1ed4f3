// Channel: the decoder's end of the connection to the program.
//
// One message is one datagram of a SOCK_SEQPACKET pair; descriptors travel with it. When the
// program is gone, the decoder has nothing left to do: sending then ends the process.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/decoder_protocol.h"
#include "core/descriptor.h"

namespace mobilscan::decoder {

struct Message {
    std::vector<std::byte> bytes;
    std::vector<core::Descriptor> descriptors;
};

class Channel {
public:
    // Borrows the socket.
    explicit Channel(int socket) noexcept : socket_(socket) {}

    // Waits for the next message; nothing when the program has closed its end.
    [[nodiscard]] std::optional<Message> receive();

    void send(std::span<const std::byte> message);

    // Says that work goes on, when nothing was said for a second.
    void keep_alive();

private:
    int socket_;
    std::chrono::steady_clock::time_point last_sent_ = std::chrono::steady_clock::now();
};

}  // namespace mobilscan::decoder
