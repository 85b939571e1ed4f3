#include "store/detection_store.h"

#include <algorithm>

#include "core/limits.h"

namespace mobilscan::store {
namespace {

using sql::Statement;

constexpr Statement page_rows{
    "detections_page",
    "select " MOBILSCAN_DETECTION_COLUMNS
    " from detections d where d.job_id = $1 and (d.frame_number, d.id) > ($2, $3)"
    " and d.confidence >= $4 order by d.frame_number, d.id limit $5"};
constexpr Statement page_rows_with_items{
    "detections_page_items",
    "select " MOBILSCAN_DETECTION_COLUMNS ", " MOBILSCAN_ITEM_OF_DETECTION
    " from detections d where d.job_id = $1 and (d.frame_number, d.id) > ($2, $3)"
    " and d.confidence >= $4 order by d.frame_number, d.id limit $5"};
// Of a job that foreign workers read the row's count is theirs, and lags behind: it is counted.
constexpr Statement job_total{"detections_total",
                              "select case when segments_total is null"
                              " then (select count(*) from detections d where d.job_id = j.job_id)"
                              " else detections_count end from video_jobs j where j.job_id = $1"};
constexpr Statement sure_total{
    "detections_total_sure",
    "select count(*) from detections where job_id = $1 and confidence >= $2"};
constexpr Statement by_id{
    "detection_by_id", "select " MOBILSCAN_DETECTION_COLUMNS " from detections d where d.id = $1"};
constexpr Statement segment_rows{
    "detections_of_segment",
    "select " MOBILSCAN_DETECTION_COLUMNS
    " from detections d where d.job_id = $1 and d.segment = $2"
    " and (d.chunk, d.ordinal) > ($3, $4) order by d.chunk, d.ordinal limit $5"};

constexpr Statement evidence_paths{
    "detections_evidence",
    "select distinct frame_path from detections where job_id = $1 and segment is not null"
    " and frame_path > $2 order by frame_path limit $3"};

std::vector<StoredDetection> all(sql::Connection& connection, const Statement& statement,
                                 std::initializer_list<sql::Value> values) {
    std::vector<StoredDetection> rows;
    connection.run(statement, values,
                   [&](const sql::Row& row) { rows.push_back(stored_detection(row)); });
    return rows;
}

int rows(int limit) {
    return std::clamp(limit, 1, limits::page_rows_max);
}

}  // namespace

Result<DetectionPage> DetectionStore::page(const DetectionQuery& query) {
    return sql::attempt([&] {
        const int limit = rows(query.limit);
        const DetectionCursor after = query.after.value_or(DetectionCursor{});
        DetectionPage page;
        connection_.run(
            query.with_items ? page_rows_with_items : page_rows,
            {query.job_id, after.frame_number, after.id, query.confidence_min, limit + 1},
            [&](const sql::Row& row) {
                page.detections.push_back(stored_detection(row));
                if (query.with_items) {
                    page.detections.back().item_id = row.text(detection_columns);
                }
            });
        if (page.detections.size() > static_cast<std::size_t>(limit)) {
            page.detections.pop_back();
            const StoredDetection& last = page.detections.back();
            page.next = DetectionCursor{last.detection.frame_number, last.id};
        }
        return page;
    });
}

Result<std::int64_t> DetectionStore::total(const std::string& job_id, double confidence_min) {
    return sql::attempt([&] {
        const auto count = confidence_min <= 0
                               ? sql::integer(connection_, job_total, {job_id})
                               : sql::integer(connection_, sure_total, {job_id, confidence_min});
        return count.value_or(0);
    });
}

Result<std::optional<StoredDetection>> DetectionStore::find(std::int64_t id) {
    return sql::attempt([&]() -> std::optional<StoredDetection> {
        auto found = all(connection_, by_id, {id});
        if (found.empty()) {
            return std::nullopt;
        }
        return std::move(found.front());
    });
}

Result<std::vector<StoredDetection>> DetectionStore::of_segment(const std::string& job_id,
                                                                std::int64_t segment,
                                                                std::optional<DetectionKey> after,
                                                                int limit) {
    return sql::attempt([&] {
        const DetectionKey from = after.value_or(DetectionKey{segment, -1, -1});
        return all(connection_, segment_rows,
                   {job_id, segment, from.chunk, from.ordinal, rows(limit)});
    });
}

Result<std::vector<std::string>> DetectionStore::frame_paths(const std::string& job_id,
                                                             const std::string& after, int limit) {
    return sql::attempt([&] {
        std::vector<std::string> paths;
        connection_.run(evidence_paths, {job_id, after, rows(limit)},
                        [&](const sql::Row& row) { paths.push_back(row.text(0)); });
        return paths;
    });
}

}  // namespace mobilscan::store
