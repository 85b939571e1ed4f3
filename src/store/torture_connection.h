// The connection of the torture build: dies at the steps of transactions, and leaves fences out.
// Internal to store/.
#pragma once

#include <memory>

#include "store/sql.h"

namespace mobilscan::store {

// `connection` itself, but in the torture build (core/torture.h).
[[nodiscard]] std::unique_ptr<sql::Connection> tortured(
    std::unique_ptr<sql::Connection> connection);

}  // namespace mobilscan::store
