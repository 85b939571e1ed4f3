// What must be true of the rows at every moment, also between two steps of a running job: one
// query each. `mobilscan fsck` and the tests ask them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "store/sql.h"

namespace mobilscan::store {

struct Invariant {
    std::string_view name;
    std::string_view sentence;  // what holds
    std::string_view query;     // a row for each violation: the job, and NULL or which part of it
};

[[nodiscard]] std::span<const Invariant> invariants() noexcept;

struct Violation {
    const Invariant* invariant = nullptr;
    std::string job_id;
    std::string part;  // of the job: a segment, an item ...; or empty

    [[nodiscard]] std::string subject() const {
        return part.empty() ? job_id : job_id + " " + part;
    }
};

// All violations, at most limits::page_rows_max of each invariant. Reads every row: for people,
// not for every request. Threads and errors as JobStore.
[[nodiscard]] Result<std::vector<Violation>> violations(sql::Connection& connection);

}  // namespace mobilscan::store
