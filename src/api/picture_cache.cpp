#include "api/picture_cache.h"

#include <algorithm>

namespace mobilscan::api {
namespace {

// The value of the key, moved to the front of the list; nothing when it is not there.
template <class Key, class Value>
std::optional<Value> found(std::list<std::pair<Key, Value>>& entries, const Key& key) {
    const auto at = std::find_if(entries.begin(), entries.end(),
                                 [&](const auto& entry) { return entry.first == key; });
    if (at == entries.end()) {
        return std::nullopt;
    }
    entries.splice(entries.begin(), entries, at);
    return at->second;
}

}  // namespace

Result<PictureCache::Frame> PictureCache::frame(const std::string& path,
                                                const std::function<Result<image::Image>()>& load) {
    {
        const std::scoped_lock lock(mutex_);
        if (auto known = found(frames_, path)) {
            return *known;
        }
    }
    auto loaded = load();
    if (!loaded) {
        return failure(loaded.error());
    }
    Frame picture = std::make_shared<const image::Image>(*std::move(loaded));
    const std::scoped_lock lock(mutex_);
    frames_.emplace_front(path, picture);
    if (frames_.size() > frames_max) {
        frames_.pop_back();
    }
    return picture;
}

std::optional<std::string> PictureCache::crop(std::int64_t detection_id) {
    const std::scoped_lock lock(mutex_);
    return found(crops_, detection_id);
}

void PictureCache::keep_crop(std::int64_t detection_id, const std::string& jpeg) {
    const std::scoped_lock lock(mutex_);
    crops_.emplace_front(detection_id, jpeg);
    if (crops_.size() > crops_max) {
        crops_.pop_back();
    }
}

}  // namespace mobilscan::api
