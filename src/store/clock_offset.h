// ClockOffset: added to the clock of every connection that shares it: tests let leases expire with
// it.
#pragma once

#include <atomic>
#include <cstdint>

namespace mobilscan::store {

using ClockOffset = std::atomic<std::int64_t>;  // microseconds

}  // namespace mobilscan::store
