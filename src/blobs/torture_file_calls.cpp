// The file calls of the torture build: they die before and after each, and keep a list of what a
// power cut would take.
#include "core/torture.h"

#ifdef MOBILSCAN_TORTURE

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "blobs/file_calls.h"

namespace mobilscan::blobs {
namespace {

// One empty file for each thing that is not durable: "file-INODE" for bytes, and
// "name-FOLDER-INODE" for the name that a rename gave.
class Unsynced {
public:
    void add(const std::string& name) const {
        if (folder_) {
            ::close(::open((*folder_ + "/" + name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
        }
    }
    void remove(const std::string& prefix, const std::string& suffix = "") const {
        if (!folder_) {
            return;
        }
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(*folder_, error)) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with(prefix) && name.ends_with(suffix)) {
                ::unlink(entry.path().c_str());
            }
        }
    }

private:
    std::optional<std::string> folder_ = core::torture_text("TORTURE_UNSYNCED");
};

std::string inode_of(int file) {
    struct stat status{};
    ::fstat(file, &status);
    return std::to_string(status.st_ino);
}

std::string inode_of(int folder, const char* name) {
    struct stat status{};
    ::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW);
    return std::to_string(status.st_ino);
}

bool is_folder(int file) {
    struct stat status{};
    ::fstat(file, &status);
    return S_ISDIR(status.st_mode);
}

// While the file TORTURE_DISK is there, the call whose name it holds fails.
class Disk {
public:
    [[nodiscard]] int error_of(std::string_view call) const {
        std::string failing;
        if (path_) {
            std::ifstream(*path_) >> failing;
        }
        return failing != call ? 0 : call == "write" ? ENOSPC : EIO;
    }

private:
    std::optional<std::string> path_ = core::torture_text("TORTURE_DISK");
};

class TorturedFileCalls final : public FileCalls {
public:
    int write_all(int file, std::span<const std::byte> bytes) override {
        unsynced_.add("file-" + inode_of(file) + "-");
        core::crash_point("before", "write");
        int error = disk_.error_of("write");
        if (error == 0) {
            error = FileCalls::write_all(file, bytes);
        }
        core::crash_point("after", "write");
        return error;
    }
    int sync(int file) override {
        const bool folder = is_folder(file);
        const char* what = folder ? "fsync of a folder" : "fsync of a file";
        core::crash_point("before", what);
        int error = disk_.error_of("sync");
        if (error == 0 && !core::is_mutant("no_fsync")) {
            error = FileCalls::sync(file);
            unsynced_.remove((folder ? "name-" : "file-") + inode_of(file) + "-");
        }
        core::crash_point("after", what);
        return error;
    }
    int rename(int folder, const char* from, const char* to) override {
        core::crash_point("before", "rename");
        int error = disk_.error_of("rename");
        if (error == 0) {
            error = FileCalls::rename(folder, from, to);
            const std::string inode = "-" + inode_of(folder, to);
            unsynced_.remove("name-", inode);  // of one that had the inode and is gone
            unsynced_.add("name-" + inode_of(folder) + inode);
        }
        core::crash_point("after", "rename");
        return error;
    }

private:
    Unsynced unsynced_;
    Disk disk_;
};

}  // namespace

FileCalls& file_calls() {
    static TorturedFileCalls calls;
    return calls;
}

}  // namespace mobilscan::blobs

#endif
