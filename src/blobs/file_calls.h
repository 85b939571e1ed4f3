// The system calls by which files become durable: the one seam between blobs/ and the disk, so
// that tests can let any one of them fail. Each returns 0 or an errno. Threads: any.
#pragma once

#include <cstddef>
#include <span>

namespace mobilscan::blobs {

class FileCalls {
public:
    FileCalls() = default;
    virtual ~FileCalls() = default;
    FileCalls(const FileCalls&) = delete;
    FileCalls& operator=(const FileCalls&) = delete;

    [[nodiscard]] virtual int write_all(int file, std::span<const std::byte> bytes);
    [[nodiscard]] virtual int sync(int file);
    [[nodiscard]] virtual int rename(int folder, const char* from, const char* to);
};

// The real ones.
[[nodiscard]] FileCalls& file_calls();

}  // namespace mobilscan::blobs
