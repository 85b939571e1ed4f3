#include "blobs/blob_folder.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <utility>

#include "blobs/names.h"
#include "blobs/partial_file.h"
#include "core/check.h"
#include "core/text.h"

namespace mobilscan::blobs {
namespace {

using core::Descriptor;
using core::ErrorCode;
namespace files = std::filesystem;

constexpr mode_t folder_mode = 0750;
constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

// Opens a path below the folder: no "..", absolute path, symbolic or magic link leads out of it.
Descriptor open_beneath(int folder, const char* path, int flags) {
    open_how how{};
    how.flags = static_cast<decltype(how.flags)>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return Descriptor(static_cast<int>(::syscall(SYS_openat2, folder, path, &how, sizeof how)));
}

Result<Descriptor> read_beneath(int folder, const char* path) {
    // Non-blocking, so that a pipe of that name cannot hold us.
    Descriptor file = open_beneath(folder, path, O_RDONLY | O_NONBLOCK);
    if (!file.is_open()) {
        switch (errno) {
            case EXDEV:
            case ELOOP:
                return failure(ErrorCode::path_outside, "the path leads out of the storage folder");
            case ENOENT:
            case ENOTDIR:
                return failure(ErrorCode::file_not_found, "the stored file is not there");
            default:
                return failure(ErrorCode::file_unreadable, "the stored file cannot be opened");
        }
    }
    struct stat status{};
    if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return failure(ErrorCode::file_unreadable, "what is stored there is not a file");
    }
    return file;
}

core::Error no_name() {
    return {ErrorCode::path_outside, "this is not the name of a stored file"};
}

core::Error storage_error(const std::error_code& error, const char* call) {
    return blobs::storage_error(error.value(), call);
}

Result<void> sync(FileCalls& calls, int file) {
    if (const int error = calls.sync(file); error != 0) {
        return failure(blobs::storage_error(error, "fsync"));
    }
    return {};
}

std::string hexadecimal_digest(EVP_MD_CTX& hash) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    CHECK(EVP_DigestFinal_ex(&hash, digest.data(), &size) == 1);
    return core::hexadecimal(std::span(digest).first(size));
}

// One entry of the folder, or nothing when it vanished meanwhile.
std::optional<Entry> entry_of(int folder, const std::string& name) {
    struct stat status{};
    if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return std::nullopt;
    }
    return Entry{.name = name,
                 .changed_us = status.st_ctim.tv_sec * 1'000'000 + status.st_ctim.tv_nsec / 1000,
                 .is_folder = S_ISDIR(status.st_mode),
                 .is_partial = name.ends_with(".part")};
}

// All of a folder, by name.
Result<std::vector<Entry>> entries(const files::path& path, int folder) {
    std::vector<Entry> found;
    std::error_code error;
    for (files::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
        if (auto entry = entry_of(folder, at->path().filename().string())) {
            found.push_back(*std::move(entry));
        }
    }
    if (error) {
        return failure(storage_error(error, "list"));
    }
    std::sort(found.begin(), found.end(),
              [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return found;
}

}  // namespace

// --- BlobWriter
// -----------------------------------------------------------------------------------

struct BlobWriter::State {
    State(PartialFile partial, int synced_folder, FileCalls& file_calls)
        : file(std::move(partial)), folder(synced_folder), calls(file_calls) {
        CHECK(hash && EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr) == 1);
    }

    PartialFile file;
    int folder;
    FileCalls& calls;
    // OpenSSL's, as it uses the processor's own instructions: several times libsodium's speed.
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash{EVP_MD_CTX_new(),
                                                                 &EVP_MD_CTX_free};
    std::int64_t bytes = 0;
};

BlobWriter::BlobWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

BlobWriter::~BlobWriter() = default;

Result<void> BlobWriter::write(std::span<const std::byte> bytes) {
    CHECK(state_ != nullptr);
    CHECK(EVP_DigestUpdate(state_->hash.get(), bytes.data(), bytes.size()) == 1);
    state_->bytes += static_cast<std::int64_t>(bytes.size());
    return state_->file.write(bytes);
}

Result<Written> BlobWriter::finish() {
    CHECK(state_ != nullptr);
    const std::unique_ptr<State> state = std::move(state_);
    if (auto published = state->file.publish(); !published) {
        return failure(published.error());
    }
    if (auto synced = sync(state->calls, state->folder); !synced) {
        return failure(synced.error());
    }
    return Written{state->bytes, hexadecimal_digest(*state->hash)};
}

// --- BlobFolder
// -----------------------------------------------------------------------------------

BlobFolder::BlobFolder(files::path root, Descriptor folder, FileCalls& calls)
    : root_(std::move(root)), folder_(std::move(folder)), calls_(&calls) {}

Result<BlobFolder> BlobFolder::open(const files::path& root, FileCalls& calls) {
    if (::mkdir(root.c_str(), folder_mode) != 0 && errno != EEXIST) {
        return failure(blobs::storage_error(errno, "mkdir"));
    }
    Descriptor folder(::open(root.c_str(), folder_flags));
    if (!folder.is_open()) {
        return failure(blobs::storage_error(errno, "open"));
    }
    std::error_code error;
    files::path whole = files::canonical(root, error);
    if (error) {
        return failure(storage_error(error, "open"));
    }
    return BlobFolder(std::move(whole), std::move(folder), calls);
}

Result<std::unique_ptr<BlobWriter>> BlobFolder::create(const std::string& name) const {
    if (!is_blob_name(name) || name.find('/') != std::string::npos) {
        return failure(no_name());
    }
    auto file = PartialFile::create(folder_.get(), name, *calls_);
    if (!file) {
        return failure(file.error());
    }
    auto state = std::make_unique<BlobWriter::State>(*std::move(file), folder_.get(), *calls_);
    return std::unique_ptr<BlobWriter>(new BlobWriter(std::move(state)));
}

Result<Descriptor> BlobFolder::job_folder(const std::string& job_id) const {
    const bool is_new = ::mkdirat(folder_.get(), job_id.c_str(), folder_mode) == 0;
    if (!is_new && errno != EEXIST) {
        return failure(blobs::storage_error(errno, "mkdir"));
    }
    if (is_new) {
        if (auto synced = sync(*calls_, folder_.get()); !synced) {
            // Else the next attempt would take the folder for durable.
            ::unlinkat(folder_.get(), job_id.c_str(), AT_REMOVEDIR);
            return failure(synced.error());
        }
    }
    Descriptor folder = open_beneath(folder_.get(), job_id.c_str(), O_RDONLY | O_DIRECTORY);
    if (!folder.is_open()) {
        return failure(blobs::storage_error(errno, "open"));
    }
    return folder;
}

Result<void> BlobFolder::write_evidence(const std::string& job_id,
                                        std::span<const Evidence> evidence) const {
    const std::string prefix = job_id + "/";
    const auto is_ours = [&](const Evidence& file) {
        return is_blob_name(file.name) && file.name.starts_with(prefix);
    };
    if (!is_blob_name(job_id) || !std::all_of(evidence.begin(), evidence.end(), is_ours)) {
        return failure(no_name());
    }
    if (evidence.empty()) {
        return {};
    }
    const auto folder = job_folder(job_id);
    if (!folder) {
        return failure(folder.error());
    }
    for (const Evidence& file : evidence) {
        auto partial = PartialFile::create(folder->get(), file.name.substr(prefix.size()), *calls_);
        if (!partial) {
            return failure(partial.error());
        }
        auto done = partial->write(file.bytes).and_then([&] { return partial->publish(); });
        if (!done) {
            return done;
        }
    }
    return sync(*calls_, folder->get());
}

Result<Descriptor> BlobFolder::read(const std::string& name) const {
    if (!is_blob_name(name)) {
        return failure(no_name());
    }
    return read_beneath(folder_.get(), name.c_str());
}

Result<Descriptor> BlobFolder::read_foreign(const std::string& path) const {
    if (path.find('\0') != std::string::npos) {
        return failure(no_name());
    }
    const std::string prefix = root_.string() + "/";
    const bool is_whole = path.starts_with(prefix);
    return read_beneath(folder_.get(), path.c_str() + (is_whole ? prefix.size() : 0));
}

Result<void> BlobFolder::remove(const std::string& name) const {
    if (!is_blob_name(name)) {
        return failure(no_name());
    }
    std::error_code error;
    files::remove_all(root_ / name, error);  // links are removed, not followed
    if (error) {
        return failure(storage_error(error, "remove"));
    }
    return {};
}

Result<Space> BlobFolder::space() const {
    struct statvfs status{};
    if (::fstatvfs(folder_.get(), &status) != 0) {
        return failure(blobs::storage_error(errno, "statvfs"));
    }
    const auto block = static_cast<std::int64_t>(status.f_frsize);
    return Space{.free_bytes = static_cast<std::int64_t>(status.f_bavail) * block,
                 .total_bytes = static_cast<std::int64_t>(status.f_blocks) * block};
}

Result<void> BlobFolder::probe() const {
    return PartialFile::create(folder_.get(), "probe", *calls_).map([](const PartialFile&) {});
}

Result<std::vector<Entry>> BlobFolder::list() const {
    return entries(root_, folder_.get());
}

Result<std::vector<Entry>> BlobFolder::list(const std::string& job_id) const {
    if (!is_folder_name(job_id)) {
        return failure(no_name());
    }
    const Descriptor folder = open_beneath(folder_.get(), job_id.c_str(), O_RDONLY | O_DIRECTORY);
    if (!folder.is_open()) {
        return errno == ENOENT ? Result<std::vector<Entry>>(std::vector<Entry>{})
                               : failure(blobs::storage_error(errno, "open"));
    }
    return entries(root_ / job_id, folder.get());
}

std::optional<std::string> BlobFolder::name_of(const std::string& path) const {
    const std::string prefix = root_.string() + "/";
    std::string name = path.starts_with(prefix) ? path.substr(prefix.size()) : path;
    return is_blob_name(name) ? std::optional(std::move(name)) : std::nullopt;
}

std::string BlobFolder::path_of(const std::string& name) const {
    CHECK(is_blob_name(name));
    return (root_ / name).string();
}

}  // namespace mobilscan::blobs
