// What the work on a claim is done with. Made by the composition root; tests put made-up videos and
// readers here.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "blobs/blob_folder.h"
#include "core/descriptor.h"
#include "core/job_settings.h"
#include "core/survey.h"
#include "image/frame_source.h"
#include "media/end_report.h"
#include "media/video_frame_source.h"
#include "queue/doorbell.h"
#include "scan/read_frame.h"
#include "store/database.h"
#include "store/segment_store.h"

namespace mobilscan::worker {

// A video that was surveyed and gives its frames once. One thread at a time.
class VideoReading : public image::FrameSource {
public:
    [[nodiscard]] virtual const core::Survey& survey() const = 0;

    // Which frames next() will give; once, and before it.
    virtual void begin(media::FrameRequest request) = 0;

    // Meaningful once next() has returned nothing.
    [[nodiscard]] virtual media::EndReport report() const = 0;
};

// Errors: those of media::Video::open.
using OpenVideo =
    std::function<Result<std::unique_ptr<VideoReading>>(const core::Descriptor& file)>;

// Errors: model_missing, model_mismatch, device_missing, inference_failed.
using LoadReaders = std::function<Result<ocr::TextReaders>(core::Profile profile)>;

// What it refers to must outlive the worker.
struct Tools {
    store::Database& database;
    const blobs::BlobFolder& videos;
    const blobs::BlobFolder& frames;
    queue::Doorbell& doorbell;
    OpenVideo open_video;
    LoadReaders load_readers;
    // What reads: models, precision, version. A segment that another engine began is begun again.
    std::string engine;
};

// A decoder process for each video.
[[nodiscard]] OpenVideo videos_by_decoder(media::DecoderSettings settings);

}  // namespace mobilscan::worker
