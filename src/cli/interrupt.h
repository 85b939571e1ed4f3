// Interrupt: turns Ctrl-C (SIGINT) and SIGTERM into a stop request.
//
// Create it before any other thread: it blocks both signals in the calling thread, and threads
// made later inherit that. The first signal requests the stop, a second one ends the program at
// once.
#pragma once

#include <stop_token>
#include <thread>

#include "core/descriptor.h"

namespace mobilscan::cli {

class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    [[nodiscard]] std::stop_token token() const noexcept { return stop_.get_token(); }

private:
    void wait_for_signals();

    std::stop_source stop_;
    core::Descriptor signals_;
    core::Descriptor end_;
    std::thread thread_;
};

}  // namespace mobilscan::cli
