// Connection: a running decoder and the socket to it. Messages go out and come in whole; every
// way in which the other side can fail becomes one Error, after which the decoder is dead.
// One thread at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/descriptor.h"
#include "core/result.h"
#include "media/child_process.h"
#include "media/decoder_settings.h"

namespace mobilscan::media {

// How long to wait for a message.
struct Patience {
    std::chrono::milliseconds silence;  // with no sign of life
    std::chrono::milliseconds total;    // with signs of progress
};

class Connection {
public:
    // Starts a decoder and waits for its greeting. Errors: decoder_unavailable (missing, cannot
    // start, sandbox weaker than DecoderSettings::minimum_sandbox_tier), decoder_*,
    // protocol_violation.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const DecoderSettings& settings);

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] int sandbox_tier() const noexcept { return sandbox_tier_; }

    // False once the decoder was killed or has died: no message will come any more.
    [[nodiscard]] bool is_alive() const noexcept { return process_.is_running(); }

    // The decoder gets copies of the descriptors. Errors: decoder_*.
    [[nodiscard]] Result<void> send(std::span<const std::byte> message,
                                    std::span<const int> descriptors = {});

    // The next message that is neither progress nor an error; valid until the next call.
    // Errors: the one that the decoder reports, decoder_crashed, decoder_out_of_memory,
    // decoder_timeout (silence), over_budget (total), protocol_violation.
    [[nodiscard]] Result<std::span<const std::byte>> receive(Patience patience);

private:
    Connection(core::Descriptor socket, ChildProcess process)
        : socket_(std::move(socket)), process_(std::move(process)) {}

    [[nodiscard]] Result<void> greet(const DecoderSettings& settings);
    // Waits until the socket is ready for `events`.
    [[nodiscard]] Result<void> wait(short events, Patience patience);
    [[nodiscard]] Result<std::size_t> take_datagram();

    core::Descriptor socket_;
    ChildProcess process_;
    int sandbox_tier_ = 0;
    std::vector<std::byte> buffer_;
};

}  // namespace mobilscan::media
