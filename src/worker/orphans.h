// Files that no row knows: what a power cut, a killed writer or a stranger left behind.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "blobs/blob_folder.h"
#include "core/result.h"
#include "store/sql.h"

namespace mobilscan::worker {

struct Orphans {
    std::vector<std::string> videos;  // names below the folder of videos
    std::vector<std::string> frames;  // job folders, or unfinished files in those of jobs

    [[nodiscard]] std::size_t count() const noexcept { return videos.size() + frames.size(); }
};

// Those that have lain unchanged for `age`: an upload has its file before its row, and a writer at
// work an unfinished one. Unfinished files (.part) are orphans whatever the rows say.
[[nodiscard]] Result<Orphans> find_orphans(store::sql::Connection& connection,
                                           const blobs::BlobFolder& videos,
                                           const blobs::BlobFolder& frames,
                                           std::chrono::seconds age);

// Deletes them and returns how many.
[[nodiscard]] Result<std::int64_t> remove_orphans(const Orphans& orphans,
                                                  const blobs::BlobFolder& videos,
                                                  const blobs::BlobFolder& frames);

}  // namespace mobilscan::worker
