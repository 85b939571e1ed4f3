// The engine of PostgreSQL, for several machines.
#pragma once

#include <memory>
#include <string>

#include "store/clock_offset.h"
#include "store/sql.h"

namespace mobilscan::store {

// Whether it is a connection URL of libpq.
[[nodiscard]] bool is_postgres_url(const std::string& url);

// A connection to a PostgreSQL server, 15 or newer. `url` is a connection URL of libpq
// (postgresql://user@host:port/name); what it leaves out libpq takes from its own variables (PGHOST
// ...). A statement may take limits::database_statement_seconds, and a transaction may stand idle
// as long. `offset_us` must outlive the connection. Throws sql::Failed; its message never names the
// password.
[[nodiscard]] std::unique_ptr<sql::Connection> open_postgres(const std::string& url,
                                                             const ClockOffset& offset_us);

}  // namespace mobilscan::store
