#include "store/job_ending.h"

#include "core/text.h"
#include "store/codec.h"
#include "store/event_store.h"
#include "store/job_rows.h"
#include "store/segment_statements.h"

namespace mobilscan::store {

void end_failed_job(sql::Connection& connection, const std::string& job_id, std::string_view code,
                    std::string_view message) {
    connection.run(segment_sql::fail_job, {job_id, code, core::storable(message)});
    connection.run(close_segments, {job_id});
    add_event(connection, job_id, "failed");
}

}  // namespace mobilscan::store
