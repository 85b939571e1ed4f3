// What can be done about rows that are not as they must be (invariants.h) without losing anything:
// what follows from other rows is made from them again, what no row can reach is removed, and work
// that nobody does any more waits for a worker again. Whatever else may be wrong is for people.
//
// Each repair is a transaction that locks the job's row and asks again whether it is due: a service
// may be at work meanwhile. Threads and common errors as JobStore.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "store/invariants.h"
#include "store/sql.h"

namespace mobilscan::store {

// What repair() would do about the violation, as a sentence; empty: nothing.
[[nodiscard]] Result<std::string_view> remedy(sql::Connection& connection,
                                              const Violation& violation);

// Does it, and says what it did; empty: nothing.
[[nodiscard]] Result<std::string_view> repair(sql::Connection& connection,
                                              const Violation& violation);

// Whether the items of a completed job can be made again, by a worker: for pictures that are gone.
[[nodiscard]] Result<bool> can_make_items_again(sql::Connection& connection,
                                                const std::string& job_id);
// Gives that work to the workers. Returns whether it did.
[[nodiscard]] Result<bool> make_items_again(sql::Connection& connection, const std::string& job_id);

// Whether the job waits, so that it will fail when its video is not there.
[[nodiscard]] Result<bool> waits_for_video(sql::Connection& connection, const std::string& job_id);
// Fails a job that waits, as a worker would. Returns whether it did.
[[nodiscard]] Result<bool> fail_without_video(sql::Connection& connection,
                                              const std::string& job_id);

}  // namespace mobilscan::store
