// BlobFolder: one folder of files on the local disk: the uploaded videos, or the frames and crops
// of all jobs. A file appears under its name only when all its bytes are on the disk:
// written under a temporary name that ends in ".part", synced, renamed, and the folder synced.
//
// Files have mode 0640, folders 0750. Names are those of blobs/names.h; nothing outside of the
// folder is ever opened, whatever a name or a symbolic link says. Threads: any, for different
// names. Common errors: storage_full, storage_failed; path_outside for what is no name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "blobs/file_calls.h"
#include "core/descriptor.h"
#include "core/result.h"

namespace mobilscan::blobs {

struct Written {
    std::int64_t bytes = 0;
    std::string sha256;  // 64 hexadecimal digits
};

// A file that is being written. Whoever lets go of it before finish() leaves nothing behind.
// From one thread at a time; must not outlive its folder.
class BlobWriter {
public:
    ~BlobWriter();
    BlobWriter(const BlobWriter&) = delete;
    BlobWriter& operator=(const BlobWriter&) = delete;

    [[nodiscard]] Result<void> write(std::span<const std::byte> bytes);

    // Makes the file durable and visible; an older file of that name is replaced. Once only.
    [[nodiscard]] Result<Written> finish();

private:
    friend class BlobFolder;
    struct State;
    explicit BlobWriter(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

// One file of a chunk's evidence, below the job's folder.
struct Evidence {
    std::string name;  // frame_name() or crop_name() of the job
    std::span<const std::byte> bytes;
};

struct Space {
    std::int64_t free_bytes = 0;  // for this program
    std::int64_t total_bytes = 0;
};

// A file or folder directly below the root, or a file of a job.
struct Entry {
    std::string name;
    // The last change of content, name or mode, since 1970 UTC: a copy that keeps its original's
    // date is as young as it is here.
    std::int64_t changed_us = 0;
    bool is_folder = false;
    bool is_partial = false;  // of a writer that runs, or died
};

class BlobFolder {
public:
    // Opens the folder, and makes it when only its last part is missing. `calls` must outlive it.
    [[nodiscard]] static Result<BlobFolder> open(const std::filesystem::path& root,
                                                 FileCalls& calls = file_calls());

    // A file directly below the root; written to a temporary name until finish().
    [[nodiscard]] Result<std::unique_ptr<BlobWriter>> create(const std::string& name) const;

    // Writes files of one job's folder, then syncs that folder once; only after this returns may
    // rows speak of them. Files that are there already are replaced.
    [[nodiscard]] Result<void> write_evidence(const std::string& job_id,
                                              std::span<const Evidence> files) const;

    // For reading. Errors: file_not_found, file_unreadable.
    [[nodiscard]] Result<core::Descriptor> read(const std::string& name) const;

    // For reading, by a path that a stranger gave: absolute below this folder, or relative to it.
    // Regular files only. Errors: path_outside, file_not_found, file_unreadable.
    [[nodiscard]] Result<core::Descriptor> read_foreign(const std::string& path) const;

    // Removes a file, or a job's folder with all its files; what is not there is no error.
    [[nodiscard]] Result<void> remove(const std::string& name) const;

    [[nodiscard]] Result<Space> space() const;

    // Makes an empty file and takes it away again: whether anything can be stored at all.
    [[nodiscard]] Result<void> probe() const;

    // Everything directly below the root, by name: the orphan sweep compares it with the rows.
    [[nodiscard]] Result<std::vector<Entry>> list() const;

    // The files of one job's folder, by name; none when it is not there.
    [[nodiscard]] Result<std::vector<Entry>> list(const std::string& job_id) const;

    // Where the file of that name is, for rows that other programs read.
    [[nodiscard]] std::string path_of(const std::string& name) const;

    // The name behind a path that a row gives, absolute or relative to the root; nothing when it
    // is no file of this folder, as a stranger's path may be.
    [[nodiscard]] std::optional<std::string> name_of(const std::string& path) const;

private:
    BlobFolder(std::filesystem::path root, core::Descriptor folder, FileCalls& calls);
    [[nodiscard]] Result<core::Descriptor> job_folder(const std::string& job_id) const;

    std::filesystem::path root_;
    core::Descriptor folder_;
    FileCalls* calls_;
};

}  // namespace mobilscan::blobs
