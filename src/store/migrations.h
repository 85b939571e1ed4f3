// The numbered steps that make the tables, and bring those of an older version up to date.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/result.h"
#include "store/sql.h"

namespace mobilscan::store {

struct Migration {
    std::int64_t version;  // 1, 2, 3 ... without a gap
    std::string_view name;
    std::span<const std::string_view> statements;
};

// The steps of an engine, oldest first. A step that was ever released is never changed.
[[nodiscard]] std::span<const Migration> sqlite_migrations() noexcept;
[[nodiscard]] std::span<const Migration> postgres_migrations() noexcept;

// Applies what is missing, all of it in one transaction that locks out every other process doing
// the same, and returns the version that the tables now have. Errors: store_failed when the
// tables were made by a newer program, and those of the engine.
[[nodiscard]] Result<std::int64_t> migrate(sql::Connection& connection,
                                           std::span<const Migration> migrations);

}  // namespace mobilscan::store
