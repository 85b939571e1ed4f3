// The work of segment -1: the stored detections of a job become its items.
#include <utility>
#include <vector>

#include "worker/item_fold.h"
#include "worker/item_pictures.h"
#include "worker/stored_frames.h"
#include "worker/task.h"

namespace mobilscan::worker {
namespace {

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
    const auto outcomes =
        patiently(task.patience(), [&] { return task.segments().outcomes(task.claim.job_id); });
    if (!outcomes) {
        return failure(outcomes.error());
    }
    const JobReading job = summary(*outcomes);
    if (job.samples > 0 && job.frames_read == 0) {
        return failure(core::ErrorCode::corrupt_media, "not one frame of the video can be decoded");
    }
    ItemFold fold(task.settings.every_frames);
    for (const store::SegmentOutcome& outcome : *outcomes) {
        if (task.stop.stop_requested()) {
            return Ended::stopped;
        }
        if (outcome.detections == 0) {
            continue;
        }
        if (auto folded = for_each_frame(task, outcome.segment,
                                         [&](const StoredFrame& frame) {
                                             fold.add(frame.sights.front().detection.frame_number,
                                                      frame.sights, frame.keys);
                                         });
            !folded) {
            return failure(std::move(folded.error()));
        }
    }
    const std::vector<store::StoredItem> items = fold.items(task.claim.job_id, task.claim.job_id);
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
    return patiently(task.patience(),
                     [&] { return task.segments().complete_items(task.claim, items, warnings); })
        .map([] { return Ended::done; });
}

}  // namespace mobilscan::worker
