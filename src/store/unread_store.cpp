#include "store/unread_store.h"

#include <optional>

#include "core/limits.h"
#include "store/codec.h"

namespace mobilscan::store {
namespace {

using sql::Statement;

constexpr Statement insert_row{
    "unread_insert",
    "insert into unread (job_id, segment, chunk, ordinal, reason, frame_number, timestamp_us, quad,"
    " first_seen_us, last_seen_us) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Statement of_job{"unread_of_job",
                           "select reason, frame_number, timestamp_us, quad, first_seen_us,"
                           " last_seen_us from unread where job_id = $1"
                           " order by first_seen_us, segment, chunk, ordinal limit $2"};

}  // namespace

void insert_unread(sql::Connection& connection, std::string_view job_id, std::int64_t segment,
                   std::int64_t chunk, std::span<const core::Unread> unread) {
    std::int64_t ordinal = 0;
    for (const core::Unread& each : unread) {
        const bool is_label = each.reason == core::UnreadReason::label;
        connection.post(insert_row, {job_id, segment, chunk, ordinal++, core::name(each.reason),
                                     each.frame_number, each.timestamp_us,
                                     is_label ? std::optional(quad_text(each.quad)) : std::nullopt,
                                     each.first_seen_us, each.last_seen_us});
    }
}

Result<std::vector<core::Unread>> UnreadStore::list(const std::string& job_id) {
    return sql::attempt([&] {
        std::vector<core::Unread> unread;
        connection_.run(of_job, {job_id, limits::unread_rows_max}, [&](const sql::Row& row) {
            unread.push_back(
                {core::unread_reason_of(row.text(0)).value_or(core::UnreadReason::blurred),
                 row.integer(1), row.integer(2), parse_quad(row.text(3)).value_or(core::Quad{}),
                 row.integer(4), row.integer(5)});
        });
        return unread;
    });
}

}  // namespace mobilscan::store
