#include "cli/data_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <sstream>
#include <system_error>
#include <thread>

namespace mobilscan::cli {
namespace {

// holder() of another program looks at the lock by holding it, for an instant.
constexpr std::chrono::milliseconds patience{200};

bool held_within(int file, std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::sleep_for(limit / 10);
    }
    return true;
}

}  // namespace

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
    if (!held_within(file.get(), patience)) {
        return failure(core::ErrorCode::store_unavailable,
                       "another mobilscan serve is running on the data folder " + folder.string());
    }
    return DataLock(std::move(file));
}

void DataLock::tell(const ServiceAddress& address) const {
    const std::string text = std::string(address.secure ? "https " : "http ") + address.host + " " +
                             std::to_string(address.page_port) + " " +
                             std::to_string(address.api_port) + "\n";
    if (::ftruncate(file_.get(), 0) == 0) {
        static_cast<void>(::pwrite(file_.get(), text.data(), text.size(), 0) < 0);
    }
}

std::optional<ServiceAddress> DataLock::holder(const std::filesystem::path& folder) {
    const core::Descriptor file(
        ::open((folder / "lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.is_open() || ::flock(file.get(), LOCK_SH | LOCK_NB) == 0) {
        return std::nullopt;
    }
    std::array<char, 512> bytes{};
    const ssize_t size = ::pread(file.get(), bytes.data(), bytes.size(), 0);
    std::istringstream text(
        std::string(bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0));
    std::string scheme;
    ServiceAddress address;
    if (!(text >> scheme >> address.host >> address.page_port >> address.api_port)) {
        return std::nullopt;
    }
    address.secure = scheme == "https";
    return address;
}

}  // namespace mobilscan::cli
