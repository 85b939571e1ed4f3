#include "store/detection_rows.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "store/codec.h"

namespace mobilscan::store {
namespace {

using core::Kind;

constexpr sql::Statement insert{
    "detection_insert",
    "insert into detections (video_name, job_id, frame_number, timestamp, detected_text,"
    " confidence, bbox_x1, bbox_y1, bbox_x2, bbox_y2, frame_path, created_at, segment, chunk,"
    " ordinal, kind, format, source, timestamp_us, quad, characters, folded_text, is_cut)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, mobilscan_now(), $12, $13, $14, $15,"
    " $16, $17, $18, $19, $20, $21, $22)"};

constexpr double microseconds_per_second = 1e6;

// The smallest whole pixels around the quad.
PixelBox pixel_box(const core::Quad& quad) {
    const core::Box box = core::bounding_box(quad);
    return {std::llround(std::floor(box.x1)), std::llround(std::floor(box.y1)),
            std::llround(std::ceil(box.x2)), std::llround(std::ceil(box.y2))};
}

}  // namespace

void insert_detection(sql::Connection& connection, std::string_view job_id,
                      std::string_view video_name, const DetectionKey& key,
                      const DetectionRow& row) {
    const core::Detection& detection = row.detection;
    const PixelBox box = pixel_box(detection.quad);
    const std::string text = core::storable(detection.text);
    std::optional<std::string_view> frame_path;
    if (!row.frame_path.empty()) {
        frame_path = row.frame_path;
    }
    connection.post(insert, {video_name,
                             job_id,
                             detection.frame_number,
                             static_cast<double>(detection.timestamp_us) / microseconds_per_second,
                             text,
                             four_decimals(detection.confidence),
                             box.x1,
                             box.y1,
                             box.x2,
                             box.y2,
                             frame_path,
                             key.segment,
                             key.chunk,
                             key.ordinal,
                             core::name(detection.kind),
                             detection.format,
                             row.source == Source::read ? "read" : "carried",
                             detection.timestamp_us,
                             quad_text(detection.quad),
                             row.characters,
                             core::folded(text),
                             static_cast<std::int64_t>(row.cut)});
}

StoredDetection stored_detection(const sql::Row& row) {
    StoredDetection stored;
    stored.id = row.integer(0);
    stored.job_id = row.text(1);
    core::Detection& detection = stored.detection;
    detection.frame_number = row.integer(2);
    detection.timestamp_us =
        row.is_null(4) ? std::llround(row.real(3) * microseconds_per_second) : row.integer(4);
    detection.text = row.text(5);
    detection.confidence = static_cast<float>(row.real(6));
    if (!row.is_null(7) && !row.is_null(8) && !row.is_null(9) && !row.is_null(10)) {
        stored.box = {row.integer(7), row.integer(8), row.integer(9), row.integer(10)};
    }
    stored.frame_path = row.text(11);
    if (!row.is_null(12) && !row.is_null(13) && !row.is_null(14)) {
        stored.key = {row.integer(12), row.integer(13), row.integer(14)};
    }
    detection.kind = row.text(15) == core::name(Kind::barcode) ? Kind::barcode : Kind::text;
    detection.format = row.text(16);
    stored.source = row.text(17) == "carried" ? Source::carried : Source::read;
    if (const auto quad = parse_quad(row.text(18))) {
        detection.quad = *quad;
        stored.has_quad = true;
    }
    stored.characters = row.text(19);
    stored.cut = static_cast<core::Cut>(std::clamp<std::int64_t>(row.integer(20), 0, 2));
    return stored;
}

}  // namespace mobilscan::store
