#include "api/shapes.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/gs1.h"
#include "core/printed_text.h"
#include "core/utc_time.h"

namespace mobilscan::api {
namespace {

constexpr double us_per_second = 1e6;

double seconds(std::int64_t time_us) {
    return static_cast<double>(time_us) / us_per_second;
}

Json optional_time(const std::optional<std::int64_t>& time_us, bool with_zone) {
    if (!time_us) {
        return nullptr;
    }
    return with_zone ? rfc3339(*time_us) : core::utc_text(*time_us, 'T');
}

Json text_or_null(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}

double progress(core::JobStatus status, std::int64_t done, std::int64_t total) {
    return std::round(core::progress_percent(status, done, total) * 100) / 100;
}

Json quad_json(const core::Quad& quad) {
    constexpr double hundredths = 100;
    Json corners = Json::array();
    for (const core::Point& corner : quad) {
        corners.push_back(
            Json::array({std::round(static_cast<double>(corner.x) * hundredths) / hundredths,
                         std::round(static_cast<double>(corner.y) * hundredths) / hundredths}));
    }
    return corners;
}

Json quad_or_box(const store::StoredDetection& detection) {
    if (detection.has_quad) {
        return quad_json(detection.detection.quad);
    }
    if (detection.box) {
        const auto& box = *detection.box;
        return Json::array(
            {{box.x1, box.y1}, {box.x2, box.y1}, {box.x2, box.y2}, {box.x1, box.y2}});
    }
    return nullptr;
}

// By the pace so far; nothing before there is one.
Json remaining(const store::Job& job, std::int64_t now) {
    if (job.status != core::JobStatus::processing || !job.started_at_us ||
        job.processed_frames <= 0 || job.total_frames <= 0) {
        return nullptr;
    }
    const double spent = seconds(std::max<std::int64_t>(now - *job.started_at_us, 0));
    const auto rest = static_cast<double>(job.total_frames - job.processed_frames);
    return std::round(spent * rest / static_cast<double>(job.processed_frames) * 10) / 10;
}

Json job_error(const store::Job& job) {
    if (job.status != core::JobStatus::failed) {
        return nullptr;
    }
    return {{"detail", job.error_message.value_or("the job failed")},
            {"code", job.error_code.value_or("unknown")}};
}

}  // namespace

std::int64_t now_us() noexcept {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

std::string rfc3339(std::int64_t time_us) {
    return core::utc_text(time_us, 'T') + "Z";
}

double four_decimals(double value) noexcept {
    return std::round(value * 1e4) / 1e4;
}

std::string video_type(const std::string& path) {
    if (path.ends_with(".mov")) {
        return "video/quicktime";
    }
    if (path.ends_with(".avi")) {
        return "video/x-msvideo";
    }
    if (path.ends_with(".webm")) {
        return "video/webm";
    }
    return path.ends_with(".mkv") ? "video/x-matroska" : "video/mp4";
}

Json original_job(const store::Job& job) {
    return {{"job_id", job.job_id},
            {"video_name", job.video_name},
            {"status", core::name(job.status)},
            {"total_frames", job.total_frames},
            {"processed_frames", job.processed_frames},
            {"detections_count", job.detections_count},
            {"progress", progress(job.status, job.processed_frames, job.total_frames)},
            {"created_at", optional_time(job.created_at_us, false)},
            {"started_at", optional_time(job.started_at_us, false)},
            {"completed_at", optional_time(job.completed_at_us, false)},
            {"error_message", text_or_null(job.error_message)}};
}

Json original_detection(const store::StoredDetection& stored) {
    Json box = nullptr;
    if (stored.box) {
        box = {{"x1", stored.box->x1},
               {"y1", stored.box->y1},
               {"x2", stored.box->x2},
               {"y2", stored.box->y2}};
    }
    const core::Detection& detection = stored.detection;
    return {{"id", stored.id},
            {"frame_number", detection.frame_number},
            {"timestamp", seconds(detection.timestamp_us)},
            {"detected_text", detection.text},
            {"confidence", four_decimals(static_cast<double>(detection.confidence))},
            {"bbox", std::move(box)},
            {"frame_path", stored.frame_path.empty() ? Json(nullptr) : Json(stored.frame_path)}};
}

core::JobSettings settings_of(const store::Job& job, const Services& services) {
    // Jobs of foreign producers have none.
    return job.settings.empty()
               ? services.settings.defaults
               : core::parse_job_settings(job.settings).value_or(services.settings.defaults);
}

Json settings_json(const core::JobSettings& settings) {
    return {{"every", settings.every_frames},
            {"frame_selection", core::name(settings.frames)},
            {"profile", core::name(settings.profile)},
            {"barcodes", settings.barcodes},
            {"languages", settings.languages.codes}};
}

Json job_json(const store::Job& job, std::int64_t now, const Services& services) {
    const Json video = {{"size_bytes", job.size_bytes},
                        {"sha256", job.sha256.empty() ? Json(nullptr) : Json(job.sha256)},
                        {"content_type", video_type(job.video_path)},
                        {"available", !job.video_removed}};
    return {{"id", job.job_id},
            {"video_name", job.video_name},
            {"status", core::name(job.status)},
            {"progress", progress(job.status, job.processed_frames, job.total_frames)},
            {"frames_total", job.total_frames},
            {"frames_read", job.processed_frames},
            {"detections_count", job.detections_count},
            {"items_count", job.items_count},
            {"created_at", optional_time(job.created_at_us, true)},
            {"started_at", optional_time(job.started_at_us, true)},
            {"completed_at", optional_time(job.completed_at_us, true)},
            {"remaining_seconds", remaining(job, now)},
            {"error", job_error(job)},
            {"warnings", job.warnings},
            {"settings", settings_json(settings_of(job, services))},
            {"video", video}};
}

Json detection_json(const store::StoredDetection& stored) {
    const core::Detection& detection = stored.detection;
    return {{"id", stored.id},
            {"job_id", stored.job_id},
            {"frame_number", detection.frame_number},
            {"timestamp", seconds(detection.timestamp_us)},
            {"kind", core::name(detection.kind)},
            {"text", detection.text},
            {"format", detection.format},
            {"confidence", four_decimals(static_cast<double>(detection.confidence))},
            {"quad", quad_or_box(stored)},
            {"item_id", stored.item_id.empty() ? Json(nullptr) : Json(stored.item_id)},
            {"source", stored.source == store::Source::read ? "read" : "carried"},
            {"has_frame", !stored.frame_path.empty()}};
}

// What a code says by the rules of GS1.
Json elements_json(const core::Item& item) {
    Json elements = Json::array();
    if (core::holds_gs1_elements(item.format)) {
        for (const core::Gs1Element& element : core::gs1_elements(item.text)) {
            elements.push_back({{"identifier", element.identifier},
                                {"name", element.name.empty() ? Json(nullptr) : Json(element.name)},
                                {"value", element.value},
                                {"unit", element.unit.empty() ? Json(nullptr) : Json(element.unit)},
                                {"valid", element.is_valid}});
        }
    }
    return elements;
}

Json unread_json(const core::Unread& unread) {
    const bool is_label = unread.reason == core::UnreadReason::label;
    return {{"reason", core::name(unread.reason)},
            {"first_seen", seconds(unread.first_seen_us)},
            {"last_seen", seconds(unread.last_seen_us)},
            {"frame_number", unread.frame_number},
            {"timestamp", seconds(unread.timestamp_us)},
            {"quad", is_label ? quad_json(unread.quad) : Json(nullptr)}};
}

Json item_json(const store::StoredItem& stored) {
    const core::Item& item = stored.item;
    const Json best = {{"frame_number", item.best.frame_number},
                       {"timestamp", seconds(item.best.timestamp_us)},
                       {"quad", quad_json(item.best.quad)}};
    const auto gtin = core::gtin_of(item.format, item.text);
    const auto readable =
        core::holds_gs1_elements(item.format) ? core::gs1_readable(item.text) : std::nullopt;
    Json characters = Json::array();
    for (const core::ItemCharacter& character : item.characters) {
        characters.push_back(
            {{"text", character.text},
             {"confidence", four_decimals(static_cast<double>(character.confidence))}});
    }
    return {{"id", stored.id},
            {"job_id", stored.job_id},
            {"kind", core::name(item.kind)},
            {"text", item.text},
            {"format", item.format},
            {"confidence", four_decimals(static_cast<double>(item.confidence))},
            {"votes", item.votes},
            {"readings", item.readings},
            {"alternatives", item.alternatives},
            {"characters", std::move(characters)},
            {"printed_text", item.printed_text.empty() ? Json(nullptr) : Json(item.printed_text)},
            {"print_agrees",
             item.printed_text.empty() ? Json(nullptr) : Json(!core::disagrees_with_print(item))},
            {"same_text", item.same_text},
            {"gtin", gtin ? Json(*gtin) : Json(nullptr)},
            {"readable", readable ? Json(*readable) : Json(nullptr)},
            {"elements", elements_json(item)},
            {"first_seen", seconds(item.first_seen_us)},
            {"last_seen", seconds(item.last_seen_us)},
            {"sightings_count", item.sightings},
            {"best", best}};
}

Json event_json(const store::Event& event) {
    return {{"job_id", event.job_id},
            {"kind", event.kind},
            {"status", core::name(event.status)},
            {"progress", progress(event.status, event.processed_frames, event.total_frames)},
            {"frames_total", event.total_frames},
            {"frames_read", event.processed_frames},
            {"detections_count", event.detections_count}};
}

}  // namespace mobilscan::api
