#include "blobs/file_calls.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace mobilscan::blobs {

int FileCalls::write_all(int file, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return errno;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

int FileCalls::sync(int file) {
    return ::fsync(file) == 0 ? 0 : errno;
}

int FileCalls::rename(int folder, const char* from, const char* to) {
    return ::renameat(folder, from, folder, to) == 0 ? 0 : errno;
}

#ifndef MOBILSCAN_TORTURE  // else they are those of torture_file_calls.cpp
FileCalls& file_calls() {
    static FileCalls calls;  // without state
    return calls;
}
#endif

}  // namespace mobilscan::blobs
