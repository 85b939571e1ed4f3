#include "media/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace mobilscan::media {
namespace {

using core::ErrorCode;

tl::unexpected<core::Error> open_failure(int error) {
    if (error == ENOENT || error == ENOTDIR) {
        return failure(ErrorCode::file_not_found, "no such file");
    }
    return failure(ErrorCode::file_unreadable,
                   "cannot be opened: " + std::generic_category().message(error));
}

}  // namespace

Result<core::Descriptor> open_input(const std::filesystem::path& path) {
    // O_NONBLOCK: opening a named pipe would otherwise wait for a writer.
    core::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.is_open()) {
        return open_failure(errno);
    }
    if (auto fit = check_input(file); !fit) {
        return failure(std::move(fit.error()));
    }
    return file;
}

Result<void> check_input(const core::Descriptor& file) {
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) {
        return open_failure(errno);
    }
    if (S_ISDIR(status.st_mode)) {
        return failure(ErrorCode::file_unreadable, "is a folder, not a file");
    }
    if (!S_ISREG(status.st_mode)) {
        return failure(ErrorCode::file_unreadable, "is not a regular file");
    }
    if (status.st_size == 0) {
        return failure(ErrorCode::file_unreadable, "is empty");
    }
    return {};
}

}  // namespace mobilscan::media
