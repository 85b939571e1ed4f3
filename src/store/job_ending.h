// How a job ends by a failure; part of the caller's transaction.
#pragma once

#include <string>
#include <string_view>

#include "store/sql.h"

namespace mobilscan::store {

// The job becomes failed with this code and sentence, and all its other segments are closed.
void end_failed_job(sql::Connection& connection, const std::string& job_id, std::string_view code,
                    std::string_view message);

}  // namespace mobilscan::store
