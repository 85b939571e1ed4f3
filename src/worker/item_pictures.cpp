#include "worker/item_pictures.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "blobs/names.h"
#include "core/limits.h"
#include "image/jpeg.h"
#include "image/transform.h"

namespace mobilscan::worker {
namespace {

using core::ErrorCode;
using ItemPointers = std::vector<const store::StoredItem*>;

Result<std::vector<std::uint8_t>> read_whole(const core::Descriptor& file) {
    std::vector<std::uint8_t> bytes;
    std::array<std::uint8_t, 1 << 16> part{};
    ssize_t got = 0;
    while ((got = ::read(file.get(), part.data(), part.size())) != 0) {
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0 || static_cast<std::int64_t>(bytes.size()) > limits::still_bytes_max) {
            return failure(ErrorCode::file_unreadable, "the stored picture cannot be read");
        }
        bytes.insert(bytes.end(), part.begin(), part.begin() + got);
    }
    return bytes;
}

Result<image::Image> evidence(const Task& task, std::int64_t frame_number) {
    return task.tools.frames.read(blobs::frame_name(task.claim.job_id, frame_number))
        .and_then(read_whole)
        .and_then([](const std::vector<std::uint8_t>& bytes) { return image::from_jpeg(bytes); });
}

// The crops of items that were seen best in one frame.
Result<void> write_crops(const Task& task, const image::Image& frame,
                         std::span<const store::StoredItem* const> items) {
    std::vector<std::vector<std::uint8_t>> pictures;
    std::vector<blobs::Evidence> files;
    for (const store::StoredItem* item : items) {
        auto jpeg = image::to_jpeg(image::around(frame.view(), item->item.best.quad),
                                   image::evidence_jpeg_quality);
        if (!jpeg) {
            return failure(std::move(jpeg.error()));
        }
        pictures.push_back(*std::move(jpeg));
        files.push_back({blobs::crop_name(task.claim.job_id, item->id),
                         std::as_bytes(std::span(pictures.back()))});
    }
    return task.tools.frames.write_evidence(task.claim.job_id, files);
}

bool is_lost_picture(const core::Error& error) {
    return error.code == ErrorCode::file_not_found || error.code == ErrorCode::file_unreadable ||
           error.code == ErrorCode::corrupt_media || error.code == ErrorCode::too_many_pixels;
}

}  // namespace

Result<std::int64_t> write_item_pictures(Task& task, std::span<const store::StoredItem> items) {
    const auto frame_of = [](const store::StoredItem* item) {
        return item->item.best.frame_number;
    };
    ItemPointers by_frame;
    for (const store::StoredItem& item : items) {
        by_frame.push_back(&item);
    }
    std::sort(by_frame.begin(), by_frame.end(), [&](const auto* a, const auto* b) {
        return std::pair(frame_of(a), a) < std::pair(frame_of(b), b);
    });
    std::int64_t lost = 0;
    for (auto from = by_frame.begin(); from != by_frame.end();) {
        const auto to = std::find_if(from, by_frame.end(), [&](const auto* item) {
            return frame_of(item) != frame_of(*from);
        });
        const std::span<const store::StoredItem* const> group(from, to);
        auto written = task.check_claim()
                           .and_then([&] { return evidence(task, frame_of(*from)); })
                           .and_then([&](const image::Image& frame) {
                               return write_crops(task, frame, group);
                           });
        if (!written && !is_lost_picture(written.error())) {
            return failure(std::move(written.error()));
        }
        lost += written ? 0 : static_cast<std::int64_t>(group.size());
        task.heartbeat.progress();
        from = to;
    }
    return lost;
}

}  // namespace mobilscan::worker
