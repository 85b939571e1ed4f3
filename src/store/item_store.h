// ItemStore: the labels of a job, each with its best picture and all its sightings.
//
// A value over a connection; threads and common errors as JobStore.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/detection.h"
#include "core/result.h"
#include "core/spans.h"
#include "store/detection_rows.h"
#include "store/sql.h"

namespace mobilscan::store {

struct StoredItem {
    std::string id;  // of the caller's making, unique over all jobs, at most 64 characters
    core::Item item;
    std::vector<DetectionKey> sightings;  // written; empty when read: see ItemStore::sightings()
    std::string job_id;                   // read; of no use when written
};

struct ItemQuery {
    std::string job_id;
    std::string text = {};  // items that say it (core/item_search.h), folded; empty: all
    std::int64_t offset = 0;
    int limit = 1000;
};

class ItemStore {
public:
    explicit ItemStore(sql::Connection& connection) : connection_(connection) {}

    // A page of the job's items, by first appearance. An unknown job has none.
    [[nodiscard]] Result<std::vector<StoredItem>> list(const ItemQuery& query);

    // How many there are in all, before any offset and limit.
    [[nodiscard]] Result<std::int64_t> total(const ItemQuery& query);

    // Of a job that was removed nothing is found.
    [[nodiscard]] Result<std::optional<StoredItem>> find(const std::string& id);

    // The frames in which the item was seen, by time; none while its job runs.
    [[nodiscard]] Result<std::vector<core::Moment>> moments(const std::string& id);

    // The detections that were joined to the item, by frame.
    [[nodiscard]] Result<std::vector<StoredDetection>> sightings(const std::string& id, int limit);

private:
    sql::Connection& connection_;
};

// Replaces the items of a job by those that are final, as part of the caller's transaction.
void replace_items(sql::Connection& connection, const std::string& job_id,
                   std::span<const StoredItem> items);

// Replaces the items that are shown of a segment until then, without their sightings.
void replace_items_of_segment(sql::Connection& connection, const std::string& job_id,
                              std::int64_t segment, std::span<const StoredItem> items);

}  // namespace mobilscan::store
