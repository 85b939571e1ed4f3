// DataLock: one `serve` for a data folder, and where that one can be reached.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/descriptor.h"
#include "core/result.h"

namespace mobilscan::cli {

// Where a running service listens.
struct ServiceAddress {
    bool secure = false;
    std::string host;  // as the settings name it, "0.0.0.0" too
    std::uint16_t page_port = 0;
    std::uint16_t api_port = 0;
};

class DataLock {
public:
    // Makes the folder if need be and holds it until destroyed, or until the process ends, however
    // it ends. Errors: store_unavailable (another program holds it), storage_failed.
    [[nodiscard]] static Result<DataLock> hold(const std::filesystem::path& folder);

    // Tells the other programs of this machine where the holder listens. Best effort.
    void tell(const ServiceAddress& address) const;

    // What the program that holds the folder now told; nothing when none does.
    [[nodiscard]] static std::optional<ServiceAddress> holder(const std::filesystem::path& folder);

private:
    explicit DataLock(core::Descriptor file) : file_(std::move(file)) {}

    core::Descriptor file_;
};

}  // namespace mobilscan::cli
