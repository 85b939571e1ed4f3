#include "cli/data_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <system_error>

namespace mobilscan::cli {

Result<DataLock> DataLock::hold(const std::filesystem::path& folder) {
    std::error_code error;
    if (std::filesystem::create_directories(folder, error)) {
        using std::filesystem::perms;
        const auto mode = perms::owner_all | perms::group_read | perms::group_exec;
        std::filesystem::permissions(folder, mode, error);
    }
    if (error) {
        return failure(core::ErrorCode::storage_failed, "the data folder " + folder.string() +
                                                            " cannot be made: " + error.message());
    }
    // Not inherited: a worker that outlives its supervisor for a moment must not hold the folder.
    core::Descriptor file(
        ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640));
    if (!file.is_open()) {
        return failure(core::ErrorCode::storage_failed,
                       "the data folder " + folder.string() +
                           " cannot be used: " + std::generic_category().message(errno));
    }
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        return failure(core::ErrorCode::store_unavailable,
                       "another mobilscan serve is running on the data folder " + folder.string());
    }
    return DataLock(std::move(file));
}

}  // namespace mobilscan::cli
