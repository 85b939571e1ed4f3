#include "worker/orphans.h"

#include <set>
#include <utility>

#include "core/limits.h"
#include "store/job_store.h"

namespace mobilscan::worker {
namespace {

using Names = std::set<std::string, std::less<>>;

struct Known {
    Names jobs;
    Names videos;
};

Result<Known> known_files(store::sql::Connection& connection, const blobs::BlobFolder& videos) {
    store::JobStore jobs(connection);
    Known known;
    std::int64_t after = 0;
    while (true) {
        const auto page = jobs.files(after, limits::page_rows_max);
        if (!page) {
            return failure(page.error());
        }
        for (const store::JobFiles& job : *page) {
            after = job.id;
            known.jobs.insert(job.job_id);
            if (auto name = job.has_video ? videos.name_of(job.video_path) : std::nullopt) {
                known.videos.insert(*std::move(name));
            }
        }
        if (page->size() < static_cast<std::size_t>(limits::page_rows_max)) {
            return known;
        }
    }
}

std::int64_t moment_us(std::chrono::seconds age) {
    const auto then = std::chrono::system_clock::now() - age;
    return std::chrono::duration_cast<std::chrono::microseconds>(then.time_since_epoch()).count();
}

// What another tool keeps in the folder (a dot file, a name that is none of ours) is not touched.
bool is_ours(const blobs::Entry& entry) {
    return !entry.name.empty() && entry.name.front() != '.';
}

Result<void> add_unfinished(const blobs::BlobFolder& frames, const std::string& job_id,
                            std::int64_t before_us, Orphans& orphans) {
    return frames.list(job_id).map([&](const std::vector<blobs::Entry>& files) {
        for (const blobs::Entry& file : files) {
            if (file.is_partial && !file.is_folder && file.changed_us <= before_us) {
                orphans.frames.push_back(job_id + "/" + file.name);
            }
        }
    });
}

}  // namespace

Result<Orphans> find_orphans(store::sql::Connection& connection, const blobs::BlobFolder& videos,
                             const blobs::BlobFolder& frames, std::chrono::seconds age) {
    // The files first: whatever gets its row in between is then known.
    const auto video_files = videos.list();
    const auto job_folders = frames.list();
    if (!video_files || !job_folders) {
        return failure(!video_files ? video_files.error() : job_folders.error());
    }
    const auto known = known_files(connection, videos);
    if (!known) {
        return failure(known.error());
    }
    const std::int64_t before_us = moment_us(age);
    Orphans orphans;
    for (const blobs::Entry& file : *video_files) {
        if (is_ours(file) && !file.is_folder && file.changed_us <= before_us &&
            (file.is_partial || !known->videos.contains(file.name))) {
            orphans.videos.push_back(file.name);
        }
    }
    for (const blobs::Entry& folder : *job_folders) {
        if (!is_ours(folder) || !folder.is_folder) {
            continue;
        }
        if (known->jobs.contains(folder.name)) {
            if (auto added = add_unfinished(frames, folder.name, before_us, orphans); !added) {
                return failure(std::move(added.error()));
            }
        } else if (folder.changed_us <= before_us) {
            orphans.frames.push_back(folder.name);
        }
    }
    return orphans;
}

Result<std::int64_t> remove_orphans(const Orphans& orphans, const blobs::BlobFolder& videos,
                                    const blobs::BlobFolder& frames) {
    std::int64_t removed = 0;
    const auto remove = [&](const blobs::BlobFolder& folder,
                            const std::vector<std::string>& names) -> Result<void> {
        for (const std::string& name : names) {
            auto done = folder.remove(name);
            if (!done && done.error().code != core::ErrorCode::path_outside) {
                return done;
            }
            removed += done ? 1 : 0;
        }
        return {};
    };
    return remove(videos, orphans.videos)
        .and_then([&] { return remove(frames, orphans.frames); })
        .map([&] { return removed; });
}

}  // namespace mobilscan::worker
