// What keeps the list of messages in step with the rows. Each function does one turn and says how
// many messages it moved. None of them pushes on age alone: a message is added only where it is
// seen to be missing. Errors: store_*, queue_unavailable.
#pragma once

#include <cstdint>

#include "core/result.h"
#include "queue/doorbell.h"
#include "queue/messages.h"
#include "store/sql.h"

namespace mobilscan::worker {

// Announces jobs that were accepted and never announced.
[[nodiscard]] Result<std::int64_t> announce_unpushed(store::sql::Connection& connection,
                                                     queue::Doorbell& doorbell);

// Puts messages that dead workers held back into the list; of jobs that were begun, drops them.
[[nodiscard]] Result<std::int64_t> return_left_messages(store::sql::Connection& connection,
                                                        queue::Messages& messages);

// Adds messages for waiting jobs that have none: Redis lost its data, or somebody took a message
// and died.
[[nodiscard]] Result<std::int64_t> restore_lost_messages(store::sql::Connection& connection,
                                                         queue::Messages& messages);

}  // namespace mobilscan::worker
