// Waiting for a request to stop.
#pragma once

#include <chrono>
#include <stop_token>

namespace mobilscan::cli {

// Returns when a stop is requested.
void wait_for_stop(const std::stop_token& stop);

// The same, or after that time.
void wait_for(std::chrono::milliseconds time, const std::stop_token& stop);

}  // namespace mobilscan::cli
