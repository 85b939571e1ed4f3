// ResultCache: whole answers of GET /results/{job_id} for jobs that are completed, which change no
// more. In this process the last ones asked for; beside it, for all API processes and for programs
// of the original product, the key job:{id} of Redis for an hour. Threads: any.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace mobilscan::api {

// The cache that processes share; both may be empty. What fails there costs a look at the rows.
struct SharedCache {
    std::function<std::optional<std::string>(const std::string& key)> find;
    std::function<void(const std::string& key, const std::string& value)> keep;
};

class ResultCache {
public:
    using Body = std::shared_ptr<const std::string>;

    explicit ResultCache(SharedCache shared = {}) : shared_(std::move(shared)) {}

    // The answer of the job with that version (an ETag); nullptr when it is not kept.
    [[nodiscard]] Body find(const std::string& job_id, const std::string& version);

    // Longer answers than bytes_max are not kept.
    void keep(const std::string& job_id, const std::string& version, Body body);

private:
    static constexpr std::size_t answers_max = 100;
    static constexpr std::size_t bytes_max = 512 << 10;  // of one answer

    struct Entry {
        std::string job_id;
        std::string version;
        Body body;
    };
    void keep_here(Entry entry);

    SharedCache shared_;
    std::mutex mutex_;
    std::list<Entry> entries_;  // newest first; under mutex_
};

}  // namespace mobilscan::api
