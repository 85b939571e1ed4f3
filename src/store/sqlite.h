// The SQLite engine behind store/sql.h. SQLite's own header is included by sqlite.cpp alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "store/sql.h"

namespace mobilscan::store {

// Added to the clock of every connection that shares it: tests let leases expire with it.
using ClockOffset = std::atomic<std::int64_t>;  // microseconds

// Opens or makes the database file (mode 0640), in write-ahead mode and synced at every commit.
// `offset_us` must outlive the connection. Throws sql::Failed.
[[nodiscard]] std::unique_ptr<sql::Connection> open_sqlite(const std::string& path,
                                                           const ClockOffset& offset_us);

}  // namespace mobilscan::store
