#include "store/item_store.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "core/item_search.h"
#include "core/limits.h"
#include "core/text.h"
#include "store/codec.h"

namespace mobilscan::store {
namespace {

using core::Kind;
using sql::Statement;

constexpr float ten_thousand = 1e4F;

constexpr Statement delete_sightings{"items_delete_sightings",
                                     "delete from item_sightings where job_id = $1"};
constexpr Statement delete_items{"items_delete", "delete from items where job_id = $1"};
constexpr Statement insert_item{
    "item_insert",
    "insert into items (id, job_id, ordinal, kind, text, folded_text, format, confidence,"
    " alternatives, first_seen_us, last_seen_us, sightings, best_frame_number, best_timestamp_us,"
    " best_quad, votes, characters, printed_text, same_text, segment, readings)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
    " $19, $20, $21)"};
constexpr Statement delete_items_of_segment{"items_delete_of_segment",
                                            "delete from items where job_id = $1"
                                            " and segment = $2"};
constexpr Statement insert_sighting{
    "sighting_insert",
    "insert into item_sightings (job_id, segment, chunk, ordinal, item_id)"
    " values ($1, $2, $3, $4, $5)"};

#define MOBILSCAN_ITEM_COLUMNS                                                                   \
    "id, kind, text, format, confidence, alternatives, first_seen_us, last_seen_us, sightings,"  \
    " best_frame_number, best_timestamp_us, best_quad, job_id, votes, characters, printed_text," \
    " same_text, readings"

constexpr Statement items_page{"items_page", "select " MOBILSCAN_ITEM_COLUMNS
                                             " from items where job_id = $1"
                                             " order by ordinal limit $3 offset $2"};
constexpr Statement items_all{
    "items_all", "select " MOBILSCAN_ITEM_COLUMNS " from items where job_id = $1 order by ordinal"};
constexpr Statement items_total{"items_total", "select count(*) from items where job_id = $1"};
constexpr Statement item_by_id{"item_by_id", "select " MOBILSCAN_ITEM_COLUMNS
                                             " from items where id = $1 and exists (select 1 from"
                                             " video_jobs j where j.job_id = items.job_id"
                                             " and j.deleted_at_us is null)"};
#undef MOBILSCAN_ITEM_COLUMNS

constexpr Statement item_detections{
    "item_detections", "select " MOBILSCAN_DETECTION_COLUMNS
                       " from item_sightings s join detections d on d.job_id = s.job_id"
                       " and d.segment = s.segment and d.chunk = s.chunk and d.ordinal = s.ordinal"
                       " where s.item_id = $1 order by d.frame_number, d.id limit $2"};
constexpr Statement item_moments{
    "item_moments",
    "select distinct d.frame_number, d.timestamp_us"
    " from item_sightings s join detections d on d.job_id = s.job_id"
    " and d.segment = s.segment and d.chunk = s.chunk and d.ordinal = s.ordinal"
    " where s.item_id = $1 order by d.frame_number"};

// A line for each character: itself, a tab, its confidence in ten-thousandths.
std::string item_characters_text(const std::vector<core::ItemCharacter>& characters) {
    std::string text;
    for (const core::ItemCharacter& character : characters) {
        text += character.text + "\t" +
                std::to_string(std::lround(character.confidence * ten_thousand)) + "\n";
    }
    return text;
}

std::vector<core::ItemCharacter> parse_item_characters(const std::string& text) {
    std::vector<core::ItemCharacter> characters;
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line)) {
        const std::size_t tab = line.rfind('\t');
        int share = 0;
        if (tab != std::string::npos) {
            std::from_chars(line.data() + tab + 1, line.data() + line.size(), share);
            characters.push_back({line.substr(0, tab), static_cast<float>(share) / ten_thousand});
        }
    }
    return characters;
}

StoredItem item_of(const sql::Row& row) {
    StoredItem stored;
    stored.id = row.text(0);
    core::Item& item = stored.item;
    item.kind = row.text(1) == core::name(Kind::barcode) ? Kind::barcode : Kind::text;
    item.text = row.text(2);
    item.format = row.text(3);
    item.confidence = static_cast<float>(row.real(4));
    item.alternatives = parse_list(row.text(5));
    item.first_seen_us = row.integer(6);
    item.last_seen_us = row.integer(7);
    item.sightings = row.integer(8);
    item.best.frame_number = row.integer(9);
    item.best.timestamp_us = row.integer(10);
    item.best.quad = parse_quad(row.text(11)).value_or(core::Quad{});
    stored.job_id = row.text(12);
    item.votes = row.integer(13);
    item.characters = parse_item_characters(row.text(14));
    item.printed_text = row.text(15);
    item.same_text = row.integer(16) != 0;
    item.readings = row.integer(17);
    return stored;
}

void insert(sql::Connection& connection, const std::string& job_id, std::int64_t ordinal,
            const StoredItem& stored, std::optional<std::int64_t> segment) {
    const core::Item& item = stored.item;
    const std::string text = core::storable(item.text);
    connection.post(insert_item, {stored.id,
                                  job_id,
                                  ordinal,
                                  core::name(item.kind),
                                  text,
                                  core::folded(text),
                                  item.format,
                                  four_decimals(item.confidence),
                                  core::storable(list_text(item.alternatives)),
                                  item.first_seen_us,
                                  item.last_seen_us,
                                  item.sightings,
                                  item.best.frame_number,
                                  item.best.timestamp_us,
                                  quad_text(item.best.quad),
                                  item.votes,
                                  core::storable(item_characters_text(item.characters)),
                                  core::storable(item.printed_text),
                                  std::int64_t{item.same_text},
                                  segment,
                                  item.readings});
}

int rows(int limit) {
    return std::clamp(limit, 1, limits::page_rows_max);
}

// Calls visit(item) for those that say the query's text. A job has few items beside its readings:
// looking at each of them takes less than an index of all that they say would.
template <class Visit>
void for_each_found(sql::Connection& connection, const ItemQuery& query, Visit visit) {
    const std::string part = core::folded(query.text);
    connection.run(items_all, {query.job_id}, [&](const sql::Row& row) {
        StoredItem stored = item_of(row);
        if (core::says(stored.item, part)) {
            visit(std::move(stored));
        }
    });
}

}  // namespace

void replace_items(sql::Connection& connection, const std::string& job_id,
                   std::span<const StoredItem> items) {
    connection.post(delete_sightings, {job_id});
    connection.post(delete_items, {job_id});
    std::int64_t ordinal = 0;
    for (const StoredItem& stored : items) {
        insert(connection, job_id, ordinal++, stored, std::nullopt);
        for (const DetectionKey& key : stored.sightings) {
            connection.post(insert_sighting,
                            {job_id, key.segment, key.chunk, key.ordinal, stored.id});
        }
    }
}

void replace_items_of_segment(sql::Connection& connection, const std::string& job_id,
                              std::int64_t segment, std::span<const StoredItem> items) {
    connection.post(delete_items_of_segment, {job_id, segment});
    constexpr std::int64_t items_max = 1'000'000;  // of a segment: ordinals are unique in the job
    std::int64_t ordinal = segment * items_max;
    for (const StoredItem& stored : items) {
        insert(connection, job_id, ordinal++, stored, segment);
    }
}

Result<std::vector<StoredItem>> ItemStore::list(const ItemQuery& query) {
    return sql::attempt([&] {
        std::vector<StoredItem> items;
        if (query.text.empty()) {
            connection_.run(items_page, {query.job_id, query.offset, rows(query.limit)},
                            [&](const sql::Row& row) { items.push_back(item_of(row)); });
            return items;
        }
        const std::int64_t end = query.offset + rows(query.limit);
        std::int64_t number = 0;
        for_each_found(connection_, query, [&](StoredItem&& item) {
            if (number >= query.offset && number < end) {
                items.push_back(std::move(item));
            }
            ++number;
        });
        return items;
    });
}

Result<std::int64_t> ItemStore::total(const ItemQuery& query) {
    return sql::attempt([&] {
        std::int64_t count = 0;
        if (query.text.empty()) {
            connection_.run(items_total, {query.job_id},
                            [&](const sql::Row& row) { count = row.integer(0); });
        } else {
            for_each_found(connection_, query, [&](const StoredItem& /*item*/) { ++count; });
        }
        return count;
    });
}

Result<std::optional<StoredItem>> ItemStore::find(const std::string& id) {
    return sql::attempt([&] {
        std::optional<StoredItem> item;
        connection_.run(item_by_id, {id}, [&](const sql::Row& row) { item = item_of(row); });
        return item;
    });
}

Result<std::vector<core::Moment>> ItemStore::moments(const std::string& id) {
    return sql::attempt([&] {
        std::vector<core::Moment> moments;
        connection_.run(item_moments, {id}, [&](const sql::Row& row) {
            moments.push_back({row.integer(0), row.integer(1)});
        });
        return moments;
    });
}

Result<std::vector<StoredDetection>> ItemStore::sightings(const std::string& id, int limit) {
    return sql::attempt([&] {
        std::vector<StoredDetection> detections;
        connection_.run(item_detections, {id, rows(limit)}, [&](const sql::Row& row) {
            detections.push_back(stored_detection(row));
            detections.back().item_id = id;
        });
        return detections;
    });
}

}  // namespace mobilscan::store
