// PartialFile: a file under a temporary name until all of it is on the disk. Internal to blobs/.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "blobs/file_calls.h"
#include "core/descriptor.h"
#include "core/error.h"
#include "core/result.h"

namespace mobilscan::blobs {

// What an errno of a call means to a user; `call` is named for people who look after the machine.
[[nodiscard]] core::Error storage_error(int error_number, const char* call);

// The temporary name, "<name>.<random>.part", is this writer's alone: a worker whose lease ran out
// may still be writing the same frame, and one must not rename what the other has only begun.
class PartialFile {
public:
    // `folder` and `calls` must outlive it.
    [[nodiscard]] static Result<PartialFile> create(int folder, std::string name, FileCalls& calls);

    PartialFile(PartialFile&& other) noexcept;
    PartialFile& operator=(PartialFile&& other) = delete;
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;
    ~PartialFile();  // removes the temporary file when it was not published

    [[nodiscard]] Result<void> write(std::span<const std::byte> bytes);

    // Syncs the file and gives it its name. The folder is not synced: see the callers.
    [[nodiscard]] Result<void> publish();

private:
    PartialFile(int folder, std::string name, std::string part_name, core::Descriptor file,
                FileCalls& calls);

    int folder_;
    std::string name_;
    std::string part_name_;  // empty: published or moved from
    core::Descriptor file_;
    FileCalls* calls_;
};

}  // namespace mobilscan::blobs
