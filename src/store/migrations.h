// The numbered steps that make the tables, and bring those of an older version up to date.
//
// Programs of two versions work on one database while a service is upgraded, so each step is one of
// two kinds (decision 0018). An expand step adds what an older program does not look at; that one
// goes on beside newer ones. A contract step takes away what older programs need, and the database
// notes which is the oldest that may still work.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "store/sql.h"

namespace mobilscan::store {

struct Migration {
    std::int64_t version;  // 1, 2, 3 ... without a gap
    std::string_view name;
    std::span<const std::string_view> statements;
    // 0: an expand step. Else a contract step: programs that do not know the step of this version
    // must not work on the tables any more. At most `version`.
    std::int64_t oldest_compatible = 0;
};

// The steps of an engine, oldest first. A step that was ever released is never changed.
[[nodiscard]] std::span<const Migration> sqlite_migrations() noexcept;
[[nodiscard]] std::span<const Migration> postgres_migrations() noexcept;

struct SchemaState {
    std::int64_t version = 0;            // of the newest step that was applied; 0: no tables yet
    std::int64_t known = 0;              // the newest step that the program knows
    std::int64_t oldest_compatible = 0;  // programs that know less must not work
    std::vector<std::string> pending;  // "6 name": steps that the program knows and nobody applied

    [[nodiscard]] bool is_usable() const noexcept { return known >= oldest_compatible; }
};

// What of these steps was applied. Errors: those of the engine.
[[nodiscard]] Result<SchemaState> schema_state(sql::Connection& connection,
                                               std::span<const Migration> migrations);

// Applies what is missing, all of it in one transaction that locks out every other process doing
// the same, and returns the state that it found before. Tables of a newer program are left as they
// are. Errors: store_failed when the tables need a newer program, and those of the engine.
[[nodiscard]] Result<SchemaState> migrate(sql::Connection& connection,
                                          std::span<const Migration> migrations);

}  // namespace mobilscan::store
