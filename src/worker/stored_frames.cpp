#include "worker/stored_frames.h"

#include <optional>
#include <utility>

#include "core/limits.h"
#include "store/detection_store.h"

namespace mobilscan::worker {

Result<void> for_each_frame(Task& task, std::int64_t segment,
                            const std::function<void(const StoredFrame&)>& take) {
    store::DetectionStore detections(task.connection);
    std::optional<store::DetectionKey> after;
    StoredFrame frame;
    const auto finish = [&] {
        if (!frame.sights.empty()) {
            take(std::exchange(frame, {}));
        }
    };
    while (true) {
        const auto rows = patiently(task.patience(), [&] {
            return detections.of_segment(task.claim.job_id, segment, after, limits::page_rows_max);
        });
        if (!rows) {
            return failure(rows.error());
        }
        for (const store::StoredDetection& row : *rows) {
            if (!frame.sights.empty() &&
                frame.sights.back().detection.frame_number != row.detection.frame_number) {
                finish();
            }
            frame.sights.push_back({row.detection, scan::parse_characters(row.characters), row.cut,
                                    row.source == store::Source::carried});
            frame.keys.push_back(row.key.value_or(store::DetectionKey{}));
        }
        task.heartbeat.progress();
        if (rows->size() < static_cast<std::size_t>(limits::page_rows_max)) {
            finish();
            return {};
        }
        after = rows->back().key;
    }
}

}  // namespace mobilscan::worker
