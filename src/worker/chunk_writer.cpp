#include "worker/chunk_writer.h"

#include <algorithm>
#include <span>
#include <utility>

#include "blobs/names.h"
#include "image/jpeg.h"
#include "image/transform.h"

namespace mobilscan::worker {
namespace {

constexpr int poster_jpeg_quality = 80;
constexpr std::int32_t poster_width_max = 640;

image::Image poster_of(image::ImageView picture) {
    const std::int32_t width = std::min(picture.width, poster_width_max);
    const auto height = static_cast<std::int32_t>(std::int64_t{picture.height} * width /
                                                  std::max(picture.width, 1));
    return image::resized(picture, width, std::max(height, 1));
}

}  // namespace

Result<void> ChunkWriter::add(const image::Frame& frame, scan::FrameReading reading) {
    const std::string& job_id = task_.claim.job_id;
    const image::ImageView picture = frame.picture.view();
    ++frames_read_;
    if (std::exchange(needs_poster_, false)) {
        const image::Image poster = poster_of(picture);
        if (auto kept = keep(blobs::poster_name(job_id), poster.view(), poster_jpeg_quality);
            !kept) {
            return kept;
        }
    }
    unread_.insert(unread_.end(), reading.unread.begin(), reading.unread.end());
    if (reading.sights.empty()) {
        return {};
    }
    std::vector<store::DetectionKey> keys;
    keys.reserve(reading.sights.size());
    for (std::size_t i = 0; i < reading.sights.size(); ++i) {
        keys.push_back({task_.claim.segment, chunk_, std::ssize(rows_) + std::int64_t(i)});
    }
    items_.add(frame.number, reading.sights, keys);
    const std::string name = blobs::frame_name(job_id, frame.number);
    const std::string path = task_.tools.frames.path_of(name);
    for (scan::Sight& sight : reading.sights) {
        rows_.push_back({.detection = std::move(sight.detection),
                         .source = sight.is_carried ? store::Source::carried : store::Source::read,
                         .cut = sight.cut,
                         .characters = scan::characters_text(sight.characters),
                         .frame_path = path});
    }
    return keep(name, picture, image::evidence_jpeg_quality);
}

Result<void> ChunkWriter::keep(std::string name, image::ImageView picture, int quality) {
    return image::to_jpeg(picture, quality).map([&](std::vector<std::uint8_t>&& jpeg) {
        evidence_.push_back({std::move(name), std::move(jpeg)});
    });
}

Result<void> ChunkWriter::commit(std::string warnings) {
    std::vector<blobs::Evidence> files;
    files.reserve(evidence_.size());
    for (const File& file : evidence_) {
        files.push_back({file.name, std::as_bytes(std::span(file.bytes))});
    }
    if (auto written = task_.tools.frames.write_evidence(task_.claim.job_id, files); !written) {
        return written;
    }
    const std::string& job_id = task_.claim.job_id;
    const std::string segment = job_id + " segment " + std::to_string(task_.claim.segment);
    const store::Chunk chunk{.number = chunk_++,
                             .samples = frames_read_,
                             .engine = task_.tools.engine,
                             .detections = std::exchange(rows_, {}),
                             .unread = std::exchange(unread_, {}),
                             .items = items_.items(job_id, segment),
                             .warnings = std::move(warnings)};
    const std::int64_t frames = std::exchange(frames_read_, 0);
    evidence_.clear();
    return patiently(task_.patience(),
                     [&] { return task_.segments().commit_chunk(task_.claim, chunk); })
        .map([&] { task_.claim.frames_read += frames; });
}

}  // namespace mobilscan::worker
