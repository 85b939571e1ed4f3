// The work of segment -1: the stored detections of a job become its items.
#include <sodium.h>

#include <array>
#include <utility>
#include <vector>

#include "core/check.h"
#include "scan/item_making.h"
#include "scan/tracker.h"
#include "worker/item_pictures.h"
#include "worker/stored_frames.h"
#include "worker/task.h"

namespace mobilscan::worker {
namespace {

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

    void add(const StoredFrame& frame) {
        const std::int64_t number = frame.sights.front().detection.frame_number;
        const auto tracks = tracker_.add_sample(number / every_frames_, frame.sights);
        for (std::size_t i = 0; i < tracks.size(); ++i) {
            tracked_.emplace_back(tracks[i], frame.keys[i]);
        }
    }

    [[nodiscard]] std::vector<store::StoredItem> items(const std::string& job_id) {
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
    std::int64_t every_frames_;
    scan::Tracker tracker_;
    std::vector<std::pair<std::size_t, store::DetectionKey>> tracked_;
};

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
        if (auto folded = for_each_frame(task, outcome.segment,
                                         [&](const StoredFrame& frame) { fold.add(frame); });
            !folded) {
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
