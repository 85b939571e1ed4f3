// Detections as they are written and read back.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/detection.h"
#include "store/sql.h"

namespace mobilscan::store {

enum class Source : std::uint8_t {
    read,     // this frame was read
    carried,  // it was not read again, as it could not change the answer
};

// A detection to be stored. `core::Detection::text` and the others must be valid UTF-8 (else they
// are mended); the row's ordinal is its place in the chunk.
struct DetectionRow {
    core::Detection detection;
    Source source = Source::read;
    core::Cut cut = core::Cut::no;
    std::string characters;  // confidences and alternatives; kept as it is
    std::string frame_path;  // the evidence, below the folder of frames; empty: none
};

struct DetectionKey {
    std::int64_t segment = 0;
    std::int64_t chunk = 0;
    std::int64_t ordinal = 0;

    friend auto operator<=>(const DetectionKey&, const DetectionKey&) = default;
};

struct PixelBox {
    std::int64_t x1 = 0;
    std::int64_t y1 = 0;
    std::int64_t x2 = 0;
    std::int64_t y2 = 0;

    friend bool operator==(const PixelBox&, const PixelBox&) = default;
};

// A detection that was stored, by us or by a program written for the original.
struct StoredDetection {
    std::int64_t id = 0;
    std::string job_id;
    core::Detection detection;
    bool has_quad = false;            // false: detection.quad means nothing
    std::optional<PixelBox> box;      // nothing when a foreign writer gave none
    std::optional<DetectionKey> key;  // nothing for foreign writers
    Source source = Source::read;
    core::Cut cut = core::Cut::no;
    std::string characters;
    std::string frame_path;
    std::string item_id;  // that it was joined to, where the statement asked for it; may be empty
};

// Inserts one detection, as part of the caller's transaction.
void insert_detection(sql::Connection& connection, std::string_view job_id,
                      std::string_view video_name, const DetectionKey& key,
                      const DetectionRow& row);

// The columns that stored_detection() reads, in its order, of the table called d.
#define MOBILSCAN_DETECTION_COLUMNS                                                               \
    "d.id, d.job_id, d.frame_number, d.timestamp, d.timestamp_us, d.detected_text, d.confidence," \
    " d.bbox_x1, d.bbox_y1, d.bbox_x2, d.bbox_y2, d.frame_path, d.segment, d.chunk, d.ordinal,"   \
    " d.kind, d.format, d.source, d.quad, d.characters, d.is_cut"

inline constexpr int detection_columns = 21;

// The item that the row was joined to, once its job is completed. It costs a look-up for each row.
#define MOBILSCAN_ITEM_OF_DETECTION                                     \
    "(select s.item_id from item_sightings s where s.job_id = d.job_id" \
    " and s.segment = d.segment and s.chunk = d.chunk and s.ordinal = d.ordinal)"

[[nodiscard]] StoredDetection stored_detection(const sql::Row& row);

}  // namespace mobilscan::store
