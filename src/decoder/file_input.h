// FileInput: the only way by which bytes reach libav.
//
// libav's demuxers want an AVIOContext. This one reads and seeks in a descriptor that the program
// opened, at positions of its own (pread), and does nothing else: there is no path, no protocol
// and no second file, so a playlist that names other files leads nowhere.
// A deadline ends reads, because demuxers ask libav's interrupt callback only in protocols.
#pragma once

#include <chrono>
#include <cstdint>

#include "decoder/libav.h"

namespace mobilscan::decoder {

using Clock = std::chrono::steady_clock;

class FileInput {
public:
    // Borrows `file`, a regular file open for reading. Throws std::bad_alloc.
    FileInput(int file, Clock::time_point deadline);
    FileInput(const FileInput&) = delete;
    FileInput& operator=(const FileInput&) = delete;

    [[nodiscard]] AVIOContext* context() const noexcept { return context_.get(); }
    [[nodiscard]] bool deadline_passed() const noexcept { return Clock::now() > deadline_; }
    void set_deadline(Clock::time_point deadline) noexcept { deadline_ = deadline; }

private:
    static int read(void* opaque, std::uint8_t* buffer, int bytes);
    static std::int64_t seek(void* opaque, std::int64_t offset, int whence);

    int file_;
    std::int64_t size_;
    std::int64_t position_ = 0;
    Clock::time_point deadline_;
    LibavPtr<AVIOContext> context_;
};

// Bytes at a position, fewer at the end of the file, 0 behind it or on an error.
[[nodiscard]] std::size_t read_at(int file, std::int64_t position, void* buffer,
                                  std::size_t bytes) noexcept;

// Whether an ISO base media file (ISO/IEC 14496-12) has an index: a 'moov' among its top boxes.
[[nodiscard]] bool has_index(int file) noexcept;

// Size in bytes, 0 where it cannot be told.
[[nodiscard]] std::int64_t file_size(int file) noexcept;

}  // namespace mobilscan::decoder
