#include "api/result_cache.h"

#include <algorithm>

namespace mobilscan::api {
namespace {

std::string shared_key(const std::string& job_id) {
    return "job:" + job_id;
}

// Other programs may use such a key for something else. A completed job is never completed again,
// so an answer of it is the answer.
bool is_of(const std::string& body, const std::string& job_id) {
    return body.starts_with(R"({"success":true,"job_id":")" + job_id + "\"");
}

}  // namespace

ResultCache::Body ResultCache::find(const std::string& job_id, const std::string& version) {
    {
        const std::scoped_lock lock(mutex_);
        const auto at = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
            return entry.job_id == job_id && entry.version == version;
        });
        if (at != entries_.end()) {
            entries_.splice(entries_.begin(), entries_, at);
            return at->body;
        }
    }
    auto shared = shared_.find ? shared_.find(shared_key(job_id)) : std::nullopt;
    if (!shared || !is_of(*shared, job_id)) {
        return nullptr;
    }
    auto body = std::make_shared<const std::string>(*std::move(shared));
    keep_here({job_id, version, body});
    return body;
}

void ResultCache::keep(const std::string& job_id, const std::string& version, Body body) {
    if (body->size() > bytes_max) {
        return;
    }
    if (shared_.keep) {
        shared_.keep(shared_key(job_id), *body);
    }
    keep_here({job_id, version, std::move(body)});
}

void ResultCache::keep_here(Entry entry) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(entries_, [&](const Entry& other) { return other.job_id == entry.job_id; });
    entries_.push_front(std::move(entry));
    if (entries_.size() > answers_max) {
        entries_.pop_back();
    }
}

}  // namespace mobilscan::api
