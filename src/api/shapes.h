// Rows as the JSON objects of openapi.yaml. Internal to api/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "api/answer.h"
#include "api/services.h"
#include "core/unread.h"
#include "store/detection_store.h"
#include "store/event_store.h"
#include "store/item_store.h"
#include "store/job_store.h"

namespace mobilscan::api {

// --- the original's ---------------------------------------------------------------------------
[[nodiscard]] Json original_job(const store::Job& job);  // OriginalJob
[[nodiscard]] Json original_detection(const store::StoredDetection& detection);

// --- version 1 --------------------------------------------------------------------------------
[[nodiscard]] Json job_json(const store::Job& job, std::int64_t now_us, const Services& services);
[[nodiscard]] Json detection_json(const store::StoredDetection& detection);
[[nodiscard]] Json item_json(const store::StoredItem& item);
[[nodiscard]] Json unread_json(const core::Unread& unread);
[[nodiscard]] Json event_json(const store::Event& event);
[[nodiscard]] Json settings_json(const core::JobSettings& settings);

// "2025-12-07T10:11:12.123456Z".
[[nodiscard]] std::string rfc3339(std::int64_t time_us);

// Those of the job, or the defaults for one of a version without settings.
[[nodiscard]] core::JobSettings settings_of(const store::Job& job, const Services& services);

// The media type by the extension of a stored video.
[[nodiscard]] std::string video_type(const std::string& path);

// Four decimals, as confidences are stored.
[[nodiscard]] double four_decimals(double value) noexcept;

[[nodiscard]] std::int64_t now_us() noexcept;

}  // namespace mobilscan::api
