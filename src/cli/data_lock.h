// DataLock: one `serve` for a data folder.
#pragma once

#include <filesystem>

#include "core/descriptor.h"
#include "core/result.h"

namespace mobilscan::cli {

class DataLock {
public:
    // Makes the folder if need be and holds it until destroyed, or until the process ends, however
    // it ends. Errors: store_unavailable (another program holds it), storage_failed.
    [[nodiscard]] static Result<DataLock> hold(const std::filesystem::path& folder);

private:
    explicit DataLock(core::Descriptor file) : file_(std::move(file)) {}

    core::Descriptor file_;
};

}  // namespace mobilscan::cli
