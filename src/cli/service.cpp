#include "cli/service.h"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "queue/folder_doorbell.h"

namespace mobilscan::cli {
namespace {

constexpr mode_t folder_mode = 0750;

Result<void> make_folder(const std::filesystem::path& path) {
    std::error_code error;
    if (path.has_parent_path()) {
        std::filesystem::create_directories(path.parent_path(), error);
    }
    if (::mkdir(path.c_str(), folder_mode) != 0 && errno != EEXIST) {
        return failure(core::ErrorCode::storage_failed,
                       "the folder " + path.string() +
                           " cannot be made: " + std::generic_category().message(errno));
    }
    return {};
}

}  // namespace

Result<Service> open_service(const config::Config& config) {
    const std::string database_file = config.sqlite_path();
    if (database_file.empty()) {
        return failure(core::ErrorCode::usage,
                       "database_url must be sqlite:///PATH; no other engine is built in");
    }
    if (auto made = make_folder(config.data_dir); !made) {
        return failure(std::move(made.error()));
    }
    auto database = store::open_sqlite_database(database_file);
    if (!database) {
        return failure(std::move(database.error()));
    }
    auto videos = blobs::BlobFolder::open(config.videos());
    auto frames = blobs::BlobFolder::open(config.frames());
    auto doorbell = queue::FolderDoorbell::open(config.doorbell());
    if (!videos || !frames || !doorbell) {
        return failure(!videos   ? std::move(videos.error())
                       : !frames ? std::move(frames.error())
                                 : std::move(doorbell.error()));
    }
    return Service{*std::move(database), *std::move(videos), *std::move(frames),
                   *std::move(doorbell)};
}

}  // namespace mobilscan::cli
