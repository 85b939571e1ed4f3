// The work on one segment of a video: survey, plan, read, commit.
#include <sys/stat.h>

#include <utility>

#include "core/plan.h"
#include "scan/read_ahead.h"
#include "telemetry/log.h"
#include "worker/chunk_writer.h"
#include "worker/stored_frames.h"
#include "worker/task.h"

namespace mobilscan::worker {
namespace {

using core::ErrorCode;
using media::EndReport;
using LoadFunction = std::function<Result<const ocr::TextReaders*>()>;

// The words of blobs/ are about stored files in general; a user has a video.
core::Error about_the_video(core::Error error) {
    if (error.code == ErrorCode::file_not_found) {
        error.message = "the video file is not there";
    } else if (error.code == ErrorCode::path_outside) {
        error.message = "the video lies outside of the folder of videos";
    }
    return error;
}

Result<std::unique_ptr<VideoReading>> open_video(const Task& task) {
    const auto file = task.tools.videos.read_foreign(task.claim.video_path);
    if (!file) {
        return failure(about_the_video(file.error()));
    }
    struct stat status{};
    if (::fstat(file->get(), &status) == 0 && status.st_size == 0) {
        return failure(ErrorCode::corrupt_media, "the video file is empty");
    }
    return task.tools.open_video(*file);
}

// The parts of the plan as they are stored.
std::vector<store::SegmentPlan> stored_plan(const core::Plan& plan, const core::Survey& survey) {
    std::vector<store::SegmentPlan> parts;
    for (const core::Segment& segment : plan.segments) {
        const auto pts_us = [&](std::int64_t frame) {
            return survey.packets[static_cast<std::size_t>(frame)].pts_us;
        };
        parts.push_back({.first_frame = segment.first_frame,
                         .end_frame = segment.end_frame,
                         .first_pts_us = pts_us(segment.first_frame),
                         .last_pts_us = pts_us(segment.end_frame - 1),
                         .samples = static_cast<std::int64_t>(segment.samples.size()),
                         .chunks = static_cast<std::int64_t>(core::chunks(segment).size())});
    }
    return parts;
}

// What was read of a segment before.
struct Past {
    scan::Memory memory;
    ItemFold items;
};

// The frames of a claimed segment, from the first missing chunk on.
class SegmentReading {
public:
    // `past`: what was read of the segment before.
    SegmentReading(Task& task, VideoReading& video, const ocr::TextReaders& readers,
                   const core::Plan& plan, Past past)
        : task_(task),
          video_(video),
          plan_(plan),
          segment_(plan.segments[static_cast<std::size_t>(task.claim.segment)]),
          parts_(core::chunks(segment_)),
          writer_(task, std::move(past.items)),
          frames_(video, readers,
                  {.barcodes = task.settings.barcodes,
                   .scripts = task.settings.languages.scripts,
                   .every_frames = task.settings.every_frames},
                  chunks_left(), std::move(past.memory)) {}

    [[nodiscard]] Result<Ended> run() {
        const auto first = static_cast<std::size_t>(task_.claim.next_chunk);
        const auto sample = [&](std::size_t index) {
            return plan_.samples.begin() + static_cast<std::ptrdiff_t>(index);
        };
        // The chunk before is looked at again, not read.
        const std::size_t from = first > 0 ? first - 1 : first;
        video_.begin(
            {segment_.first_frame, {sample(parts_[from].begin), sample(segment_.samples.end)}});
        for (std::size_t number = first; number < parts_.size(); ++number) {
            if (task_.stop.stop_requested()) {
                return Ended::stopped;
            }
            if (auto done = read_chunk(number); !done) {
                return failure(std::move(done.error()));
            }
        }
        return Ended::done;
    }

private:
    [[nodiscard]] std::vector<core::ChunkFrames> chunks_left() const {
        std::vector<core::ChunkFrames> all = core::chunk_frames(plan_, segment_);
        all.erase(all.begin(), all.begin() + task_.claim.next_chunk);
        return all;
    }

    [[nodiscard]] Result<void> read_chunk(std::size_t number) {
        if (auto read = read_until(plan_.samples[parts_[number].end - 1]); !read) {
            return read;
        }
        const bool is_last = number + 1 == parts_.size();
        if (is_last) {
            if (auto drained = drain(); !drained) {
                return drained;
            }
        }
        return task_.check_claim()
            .and_then(
                [&] { return writer_.commit(is_last ? to_text(end_report()) : std::string()); })
            .map([&] { task_.tools.doorbell.tell(task_.claim.job_id); });
    }

    // Takes in frames up to that of the sample; those that could not be decoded are left out.
    [[nodiscard]] Result<void> read_until(const core::Sample& last) {
        while (true) {
            const auto number = upcoming();
            if (!number) {
                return failure(number.error());
            }
            if (!*number || **number >= last.end) {
                return {};
            }
            auto added = take_in();
            if (!added || **number >= last.number) {
                return added;
            }
        }
    }

    [[nodiscard]] Result<void> take_in() {
        return task_.check_claim()
            .and_then([&] { return frames_.next(); })
            .and_then([&](std::optional<scan::ReadFrame>&& next) {
                return writer_.add(next->frame, std::move(next->reading));
            })
            .map([&] {
                ++frames_read_;
                task_.heartbeat.progress();
            });
    }

    // The number of the next frame. The end, too, where a stretch of the video is damaged, which is
    // said in the end, and if the whole is, too.
    [[nodiscard]] Result<std::optional<std::int64_t>> upcoming() {
        auto number = frames_.peek();
        if (!number && number.error().code == ErrorCode::corrupt_media) {
            undecodable_ = true;
            return std::nullopt;
        }
        return number;
    }

    // The report comes after the last frame.
    [[nodiscard]] Result<void> drain() {
        while (true) {
            const auto number = upcoming();
            if (!number) {
                return failure(number.error());
            }
            if (!*number) {
                return {};
            }
            if (const auto passed_over = frames_.next(); !passed_over) {
                return failure(passed_over.error());
            }
        }
    }

    // Of the whole segment, also when it was read in several goes.
    [[nodiscard]] EndReport end_report() const {
        EndReport report;
        if (undecodable_) {
            report.reason = video_.survey().truncated ? EndReport::Reason::truncated
                                                      : EndReport::Reason::damaged;
            report.duration_us = video_.survey().duration_us;
        } else {
            report = video_.report();
        }
        const auto samples = static_cast<std::int64_t>(segment_.samples.size());
        report.missing_samples = samples - read_before_ - frames_read_;
        return report;
    }

    Task& task_;
    VideoReading& video_;
    const core::Plan& plan_;
    const core::Segment& segment_;
    std::vector<core::SampleRange> parts_;
    ChunkWriter writer_;
    scan::ReadAhead frames_;
    std::int64_t read_before_ = task_.claim.frames_read;
    std::int64_t frames_read_ = 0;
    bool undecodable_ = false;
};

// Keeps the plan on the first claim of a job, and compares it on later ones: another file of the
// same name must not be mixed with what was read of the first.
Result<void> settle_plan(Task& task, const core::Plan& plan, const core::Survey& survey) {
    const std::vector<store::SegmentPlan> parts = stored_plan(plan, survey);
    if (!task.claim.plan) {
        auto saved = patiently(task.patience(),
                               [&] { return task.segments().save_plan(task.claim, parts); });
        if (!saved) {
            return failure(std::move(saved.error()));
        }
        task.claim = *std::move(saved);
        if (parts.size() > 1) {
            task.tools.doorbell.ring(static_cast<int>(parts.size()) - 1);
        }
    }
    const auto index = static_cast<std::size_t>(task.claim.segment);
    if (index >= parts.size() || task.claim.plan != parts[index]) {
        return failure(ErrorCode::corrupt_media,
                       "the video file is another than when its reading began");
    }
    return {};
}

// Folds what was read of the segment before.
Result<Past> past_of(Task& task) {
    Past past{scan::Memory(task.settings.every_frames), ItemFold(task.settings.every_frames)};
    if (task.claim.next_chunk == 0) {
        return past;
    }
    return for_each_frame(task, task.claim.segment,
                          [&](const StoredFrame& frame) {
                              const auto& sights = frame.sights;
                              const std::int64_t number = sights.front().detection.frame_number;
                              past.memory.add(number, sights);
                              past.items.add(number, sights, frame.keys);
                          })
        .map([&] { return std::move(past); });
}

Result<Ended> survey_and_read(Task& task, const LoadFunction& load) {
    const auto readers = load();
    if (!readers) {
        return failure(readers.error());
    }
    task.heartbeat.progress();
    const auto video = open_video(task);
    if (!video) {
        return failure(video.error());
    }
    task.heartbeat.progress();
    const core::Survey& survey = (*video)->survey();
    const auto plan = core::make_plan(survey, {task.settings.every_frames, task.settings.frames});
    if (!plan) {
        return failure(plan.error());
    }
    return settle_plan(task, *plan, survey).and_then([&]() -> Result<Ended> {
        if (task.claim.plan->samples == 0) {
            return Ended::done;
        }
        return past_of(task).and_then([&](Past&& past) {
            return SegmentReading(task, **video, **readers, *plan, std::move(past)).run();
        });
    });
}

bool all_chunks_are_there(const store::Claim& claim) {
    return claim.plan && claim.next_chunk == claim.plan->chunks;
}

}  // namespace

Result<Ended> read_segment(Task& task, const LoadFunction& load) {
    if (!all_chunks_are_there(task.claim)) {
        const auto ended = survey_and_read(task, load);
        if (!ended || *ended == Ended::stopped) {
            return ended;
        }
    }
    return patiently(task.patience(), [&] { return task.segments().complete(task.claim); })
        .map([&](std::optional<store::Claim>&& items) {
            task.next = std::move(items);
            return Ended::done;
        });
}

}  // namespace mobilscan::worker
