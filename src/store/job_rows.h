// Rows of video_jobs as values, and the statements about them that several files of store/ use.
#pragma once

#include <optional>
#include <string>

#include "store/job_store.h"
#include "store/sql.h"

namespace mobilscan::store {

// The columns that job_of() reads, in its order. A macro, as statements are put together by the
// compiler.
#define MOBILSCAN_JOB_COLUMNS                                                                  \
    "id, job_id, video_name, video_path, status, total_frames, processed_frames,"              \
    " detections_count, items_count, error_code, error_message, warnings,"                     \
    " cast(created_at as text), cast(started_at as text), cast(completed_at as text), sha256," \
    " size_bytes, settings, traceparent, video_removed_at_us"

inline constexpr sql::Statement job_by_id{
    "job_by_id",
    "select " MOBILSCAN_JOB_COLUMNS " from video_jobs where job_id = $1 and deleted_at_us is null"};
inline constexpr sql::Statement job_with_removed{
    "job_with_removed", "select " MOBILSCAN_JOB_COLUMNS " from video_jobs where job_id = $1"};
inline constexpr sql::Statement job_of_file{
    "job_of_file", "select " MOBILSCAN_JOB_COLUMNS
                   " from video_jobs where sha256 = $1 and deleted_at_us is null"
                   " order by case when settings = $2 then 0 else 1 end, id desc limit 1"};

// Takes what is not completed out of the workers' hands: their tokens are worth nothing from here.
inline constexpr sql::Statement close_segments{
    "segments_close",
    "update job_segments set status = 'closed', claim_token = null, lease_until = null"
    " where job_id = $1 and status in ('pending', 'processing')"};

[[nodiscard]] Job job_of(const sql::Row& row);

// NULL for an empty text.
[[nodiscard]] inline std::optional<std::string> optional(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace mobilscan::store
