#include "cli/service.h"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "queue/folder_doorbell.h"
#include "queue/redis_queue.h"
#include "queue/silent_doorbell.h"

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

// What is stored in the folder from now on belongs to the group, too: new files and folders take
// theirs from a folder with this bit.
Result<void> share_with_group(const std::string& folder, const std::string& name) {
    const group* found = ::getgrnam(name.c_str());
    if (found == nullptr) {
        return failure(core::ErrorCode::usage,
                       "files_group: there is no group '" + name + "' on this machine");
    }
    if (::chown(folder.c_str(), static_cast<uid_t>(-1), found->gr_gid) != 0 ||
        ::chmod(folder.c_str(), folder_mode | S_ISGID) != 0) {
        return failure(core::ErrorCode::usage, "files_group: " + folder +
                                                   " cannot be given to the group '" + name +
                                                   "': " + std::generic_category().message(errno));
    }
    return {};
}

// Redis where it is named, the folder of this machine for SQLite, else nothing but the rows.
Result<std::unique_ptr<queue::Doorbell>> open_doorbell(const config::Config& config) {
    if (config.postgres_url().empty()) {
        return queue::FolderDoorbell::open(config.doorbell());
    }
    if (config.redis_url.empty()) {
        return queue::make_silent_doorbell();
    }
    return queue::open_redis_queue(config.redis_url);
}

}  // namespace

Result<Service> open_service(const config::Config& config) {
    if (auto made = make_folder(config.data_dir); !made) {
        return failure(std::move(made.error()));
    }
    const std::string server = config.postgres_url();
    auto database = server.empty() ? store::open_sqlite_database(config.sqlite_path())
                                   : store::open_postgres_database(server);
    if (!database) {
        return failure(std::move(database.error()));
    }
    auto videos = blobs::BlobFolder::open(config.videos());
    auto frames = blobs::BlobFolder::open(config.frames());
    auto doorbell = open_doorbell(config);
    if (!videos || !frames || !doorbell) {
        return failure(!videos   ? std::move(videos.error())
                       : !frames ? std::move(frames.error())
                                 : std::move(doorbell.error()));
    }
    for (const std::string& folder : {config.videos(), config.frames()}) {
        if (config.files_group.empty()) {
            break;
        }
        if (auto shared = share_with_group(folder, config.files_group); !shared) {
            return failure(std::move(shared.error()));
        }
    }
    return Service{*std::move(database), *std::move(videos), *std::move(frames),
                   *std::move(doorbell)};
}

Result<Service> open_existing_service(const config::Config& config) {
    const std::string database_file = config.sqlite_path();
    std::error_code error;
    if (!database_file.empty() && !std::filesystem::exists(database_file, error)) {
        return failure(core::ErrorCode::usage,
                       "no service ever ran on the data folder " + config.data_dir +
                           ": name the right one with --data, or start it there first");
    }
    return open_service(config);
}

}  // namespace mobilscan::cli
