// The SQLite engine behind store/sql.h. SQLite's own header is included by sqlite.cpp alone.
#pragma once

#include <memory>
#include <string>

#include "store/clock_offset.h"
#include "store/sql.h"

namespace mobilscan::store {

// Opens or makes the database file (mode 0640), in write-ahead mode and synced at every commit.
// `offset_us` must outlive the connection. Throws sql::Failed.
[[nodiscard]] std::unique_ptr<sql::Connection> open_sqlite(const std::string& path,
                                                           const ClockOffset& offset_us);

}  // namespace mobilscan::store
