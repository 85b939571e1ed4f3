#include "blobs/partial_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string_view>
#include <system_error>
#include <utility>

namespace mobilscan::blobs {
namespace {

constexpr mode_t file_mode = 0640;

std::string random_suffix() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::uint64_t number = 0;
    while (::getrandom(&number, sizeof number, 0) != static_cast<ssize_t>(sizeof number)) {
    }
    std::string text;
    for (int shift = 0; shift < 64; shift += 4) {
        text += digits[number >> shift & 0x0F];
    }
    return text;
}

}  // namespace

core::Error storage_error(int error_number, const char* call) {
    if (error_number == ENOSPC || error_number == EDQUOT) {
        return {core::ErrorCode::storage_full, "no space is left in the storage folder"};
    }
    return {core::ErrorCode::storage_failed,
            "the storage folder cannot be used (" + std::string(call) + ": " +
                std::generic_category().message(error_number) + ")"};
}

Result<PartialFile> PartialFile::create(int folder, std::string name, FileCalls& calls) {
    std::string part_name = name + "." + random_suffix() + ".part";
    core::Descriptor file(::openat(folder, part_name.c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                   file_mode));
    if (!file.is_open()) {
        return failure(storage_error(errno, "create"));
    }
    return PartialFile(folder, std::move(name), std::move(part_name), std::move(file), calls);
}

PartialFile::PartialFile(int folder, std::string name, std::string part_name, core::Descriptor file,
                         FileCalls& calls)
    : folder_(folder),
      name_(std::move(name)),
      part_name_(std::move(part_name)),
      file_(std::move(file)),
      calls_(&calls) {}

PartialFile::PartialFile(PartialFile&& other) noexcept
    : folder_(other.folder_),
      name_(std::move(other.name_)),
      part_name_(std::exchange(other.part_name_, {})),
      file_(std::move(other.file_)),
      calls_(other.calls_) {}

PartialFile::~PartialFile() {
    if (!part_name_.empty()) {
        ::unlinkat(folder_, part_name_.c_str(), 0);
    }
}

Result<void> PartialFile::write(std::span<const std::byte> bytes) {
    if (const int error = calls_->write_all(file_.get(), bytes); error != 0) {
        return failure(storage_error(error, "write"));
    }
    return {};
}

Result<void> PartialFile::publish() {
    if (const int error = calls_->sync(file_.get()); error != 0) {
        return failure(storage_error(error, "fsync"));
    }
    const int error = calls_->rename(folder_, part_name_.c_str(), name_.c_str());
    if (error != 0) {
        return failure(storage_error(error, "rename"));
    }
    part_name_.clear();
    file_.reset();
    return {};
}

}  // namespace mobilscan::blobs
