// FolderDoorbell: the doorbell of one machine. Every listener, in whatever process, has a socket of
// its own in one folder; a ring is a byte to each of them. A socket that its process left behind
// when it was killed refuses the byte and is removed by whoever rings next.
#pragma once

#include <filesystem>

#include "core/descriptor.h"
#include "queue/doorbell.h"

namespace mobilscan::queue {

class FolderDoorbell final : public Doorbell {
public:
    // Makes the folder when only its last part is missing. Errors: storage_failed.
    [[nodiscard]] static Result<std::unique_ptr<Doorbell>> open(
        const std::filesystem::path& folder);

    void ring(int listeners) noexcept override;
    [[nodiscard]] Result<std::unique_ptr<Listener>> listen() override;
    [[nodiscard]] State state() override { return {"folder", "", std::nullopt}; }

private:
    FolderDoorbell(std::filesystem::path path, core::Descriptor folder, core::Descriptor sender)
        : path_(std::move(path)), folder_(std::move(folder)), sender_(std::move(sender)) {}

    std::filesystem::path path_;
    core::Descriptor folder_;
    core::Descriptor sender_;
};

}  // namespace mobilscan::queue
