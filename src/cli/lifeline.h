// Lifeline: a child's end of the socket by which it knows that its supervisor lives, and tells it
// why it cannot work. The supervisor never sends anything: when the socket ends, it is dead,
// however it died.
#pragma once

#include <chrono>
#include <stop_token>
#include <string_view>
#include <thread>

#include "core/descriptor.h"

namespace mobilscan::cli {

class Lifeline {
public:
    // Takes the descriptor. When the supervisor is gone, requests a stop, and `grace` later ends
    // this process, whatever it is doing.
    Lifeline(int descriptor, std::stop_source stop, std::chrono::milliseconds grace);
    ~Lifeline();
    Lifeline(const Lifeline&) = delete;
    Lifeline& operator=(const Lifeline&) = delete;

    // A line about what is wrong, kept by the supervisor as this child's last trouble.
    void tell(std::string_view trouble) const noexcept;

private:
    void watch(const std::stop_source& stop, std::chrono::milliseconds grace) const;

    core::Descriptor socket_;
    core::Descriptor end_;  // an event: the process ends by itself
    std::thread thread_;
};

}  // namespace mobilscan::cli
