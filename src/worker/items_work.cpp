// The work of segment -1: the stored detections of a job become its items.
#include <sodium.h>

#include <array>
#include <utility>
#include <vector>

#include "core/check.h"
#include "scan/item_making.h"
#include "scan/tracker.h"
#include "store/detection_store.h"
#include "telemetry/log.h"
#include "worker/item_pictures.h"
#include "worker/task.h"

namespace mobilscan::worker {
namespace {

using store::DetectionKey;
using store::StoredDetection;

constexpr std::size_t id_bytes = 16;

// The same for the same job and place, whoever makes the items and however often.
std::string item_id(const std::string& job_id, std::size_t ordinal) {
    const std::string text = job_id + " " + std::to_string(ordinal);
    std::array<unsigned char, id_bytes> hash{};
    CHECK(crypto_generichash(hash.data(), hash.size(),
                             reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                             nullptr, 0) == 0);
    std::array<char, 2 * id_bytes + 1> digits{};
    sodium_bin2hex(digits.data(), digits.size(), hash.data(), hash.size());
    return digits.data();
}

// Folds the detections of a job, frame by frame.
class Fold {
public:
    explicit Fold(std::int64_t every_frames) : every_frames_(every_frames) {}

    void add(const StoredDetection& stored) {
        const core::Detection& detection = stored.detection;
        if (!frame_.empty() && frame_.back().detection.frame_number != detection.frame_number) {
            finish_frame();
        }
        frame_.push_back({detection, scan::parse_characters(stored.characters), stored.is_cut});
        keys_.push_back(stored.key.value_or(DetectionKey{}));
    }

    [[nodiscard]] std::vector<store::StoredItem> items(const std::string& job_id) {
        finish_frame();
        scan::MadeItems made = scan::make_items(tracker_.tracks());
        std::vector<store::StoredItem> items;
        items.reserve(made.items.size());
        for (std::size_t i = 0; i < made.items.size(); ++i) {
            items.push_back({item_id(job_id, i), std::move(made.items[i]), {}, job_id});
        }
        for (const auto& [track, key] : tracked_) {
            if (const auto item = made.item_of_track[track]) {
                items[*item].sightings.push_back(key);
            }
        }
        return items;
    }

private:
    void finish_frame() {
        if (frame_.empty()) {
            return;
        }
        const auto tracks =
            tracker_.add_sample(frame_.front().detection.frame_number / every_frames_, frame_);
        for (std::size_t i = 0; i < tracks.size(); ++i) {
            tracked_.emplace_back(tracks[i], keys_[i]);
        }
        frame_.clear();
        keys_.clear();
    }

    std::int64_t every_frames_;
    scan::Tracker tracker_;
    std::vector<scan::Sight> frame_;  // of the frame that is being gathered
    std::vector<DetectionKey> keys_;  // of its readings
    std::vector<std::pair<std::size_t, DetectionKey>> tracked_;
};

Result<void> fold_segment(Task& task, std::int64_t segment, Fold& fold) {
    store::DetectionStore detections(task.connection);
    std::optional<DetectionKey> after;
    while (true) {
        const auto rows = patiently([&] {
            return detections.of_segment(task.claim.job_id, segment, after, limits::page_rows_max);
        });
        if (!rows) {
            return failure(rows.error());
        }
        for (const StoredDetection& row : *rows) {
            fold.add(row);
        }
        task.heartbeat.progress();
        if (rows->size() < static_cast<std::size_t>(limits::page_rows_max)) {
            return {};
        }
        after = rows->back().key;
    }
}

struct JobReading {
    std::int64_t samples = 0;
    std::int64_t frames_read = 0;
    std::optional<media::EndReport> report;
};

JobReading summary(const std::vector<store::SegmentOutcome>& outcomes) {
    JobReading job;
    for (const store::SegmentOutcome& outcome : outcomes) {
        job.samples += outcome.samples;
        job.frames_read += outcome.frames_read;
        if (const auto report = media::parse_end_report(outcome.warnings)) {
            job.report = job.report ? joined(*job.report, *report) : *report;
        }
    }
    return job;
}

}  // namespace

Result<Ended> make_items(Task& task) {
    const auto outcomes = patiently([&] { return task.segments().outcomes(task.claim.job_id); });
    if (!outcomes) {
        return failure(outcomes.error());
    }
    const JobReading job = summary(*outcomes);
    if (job.samples > 0 && job.frames_read == 0) {
        return failure(core::ErrorCode::corrupt_media, "not one frame of the video can be decoded");
    }
    Fold fold(task.settings.every_frames);
    for (const store::SegmentOutcome& outcome : *outcomes) {
        if (task.stop.stop_requested()) {
            return Ended::stopped;
        }
        if (auto folded = fold_segment(task, outcome.segment, fold); !folded) {
            return failure(std::move(folded.error()));
        }
    }
    const std::vector<store::StoredItem> items = fold.items(task.claim.job_id);
    const auto lost = write_item_pictures(task, items);
    if (!lost) {
        return failure(lost.error());
    }
    std::vector<std::string> warnings;
    if (job.report) {
        warnings = media::warnings(*job.report);
    }
    if (*lost > 0) {
        warnings.push_back("the evidence of " + std::to_string(*lost) +
                           " items is gone: they have no picture");
    }
    return patiently([&] { return task.segments().complete_items(task.claim, items, warnings); })
        .map([] { return Ended::done; });
}

}  // namespace mobilscan::worker
