// PictureCache: frames that were decoded for crops, and crops that were cut. A gallery asks for
// many crops of the same frame at once. Threads: any. Internal to api/.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "core/result.h"
#include "image/image.h"

namespace mobilscan::api {

class PictureCache {
public:
    using Frame = std::shared_ptr<const image::Image>;

    // The frame of that path, by `load` when it is not kept. Two threads may load the same one.
    [[nodiscard]] Result<Frame> frame(const std::string& path,
                                      const std::function<Result<image::Image>()>& load);

    [[nodiscard]] std::optional<std::string> crop(std::int64_t detection_id);
    void keep_crop(std::int64_t detection_id, const std::string& jpeg);

private:
    // Few: a 1080p frame is 6 MB.
    static constexpr std::size_t frames_max = 2;
    static constexpr std::size_t crops_max = 500;

    std::mutex mutex_;
    std::list<std::pair<std::string, Frame>> frames_;        // newest first
    std::list<std::pair<std::int64_t, std::string>> crops_;  // newest first
};

}  // namespace mobilscan::api
