// DetectionStore: the detections of jobs in pages, and the search in their text.
//
// A value over a connection; threads and common errors as JobStore. Every answer has at most
// limits::page_rows_max rows. An unknown job has no detections.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/detection_rows.h"
#include "store/sql.h"

namespace mobilscan::store {

// The last row of the page before.
struct DetectionCursor {
    std::int64_t frame_number = -1;
    std::int64_t id = 0;
};

struct DetectionQuery {
    std::string job_id;
    double confidence_min = 0;  // 0 to 1, inclusive
    std::optional<DetectionCursor> after;
    int limit = 1000;
    bool with_items = false;  // also the item that each was joined to
};

struct DetectionPage {
    std::vector<StoredDetection> detections;  // by frame, then by id
    std::optional<DetectionCursor> next;      // nothing: this was the last page
};

struct SearchQuery {
    std::string text;           // folded before it is compared
    bool nearly_right = false;  // one character more, less or other
    std::string job_id;         // empty: all jobs
    double confidence_min = 0;  // 0 to 1, inclusive
    std::int64_t after_id = 0;  // the last row of the page before
    int limit = 100;
};

struct SearchPage {
    std::vector<StoredDetection> detections;  // by id
    std::optional<std::int64_t> next;         // id to go on after; nothing: all was looked at
    // How many match in all. Counted for the first page only, and not beyond
    // limits::search_count_rows_max rows.
    std::optional<std::int64_t> total;
};

class DetectionStore {
public:
    explicit DetectionStore(sql::Connection& connection) : connection_(connection) {}

    [[nodiscard]] Result<DetectionPage> page(const DetectionQuery& query);

    // How many detections of the job have at least this confidence. For 0 no row of `detections`
    // is read, unless foreign workers wrote them.
    [[nodiscard]] Result<std::int64_t> total(const std::string& job_id, double confidence_min);

    [[nodiscard]] Result<std::optional<StoredDetection>> find(std::int64_t id);

    // What was committed of a segment, in its order: to fold again when work goes on, and to make
    // the items. Begins after the key, or (nothing) at the first row.
    [[nodiscard]] Result<std::vector<StoredDetection>> of_segment(const std::string& job_id,
                                                                  std::int64_t segment,
                                                                  std::optional<DetectionKey> after,
                                                                  int limit);

    // The different evidence files that our rows of the job name, after `after` in their order.
    [[nodiscard]] Result<std::vector<std::string>> frame_paths(const std::string& job_id,
                                                               const std::string& after, int limit);

    // Detections whose folded text contains the folded query, or does so after one edit. A page
    // may be empty and still have a next one. Of removed jobs nothing is found.
    [[nodiscard]] Result<SearchPage> search(const SearchQuery& query);

private:
    sql::Connection& connection_;
};

// True when `text` contains a part that is `query` but for at most one inserted, deleted or
// replaced character (Sellers 1980). Both folded.
[[nodiscard]] bool contains_nearly(const std::vector<std::string>& text,
                                   const std::vector<std::string>& query);

}  // namespace mobilscan::store
