// UnreadStore: what could not be read of a job.
//
// A value over a connection; threads and common errors as JobStore.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/unread.h"
#include "store/sql.h"

namespace mobilscan::store {

class UnreadStore {
public:
    explicit UnreadStore(sql::Connection& connection) : connection_(connection) {}

    // In the order of time, the first limits::unread_rows_max. An unknown job has none.
    [[nodiscard]] Result<std::vector<core::Unread>> list(const std::string& job_id);

private:
    sql::Connection& connection_;
};

// Inserts what could not be read in a chunk, as part of the caller's transaction.
void insert_unread(sql::Connection& connection, std::string_view job_id, std::int64_t segment,
                   std::int64_t chunk, std::span<const core::Unread> unread);

}  // namespace mobilscan::store
