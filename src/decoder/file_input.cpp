#include "decoder/file_input.h"

#include <sys/stat.h>
#include <unistd.h>

extern "C" {
#include <libavformat/avio.h>
#include <libavutil/error.h>
#include <libavutil/mem.h>
}

#include <cerrno>
#include <cstdio>
#include <new>

namespace mobilscan::decoder {
namespace {

constexpr int buffer_bytes = 64 * 1024;

}  // namespace

std::size_t read_at(int file, std::int64_t position, void* buffer, std::size_t bytes) noexcept {
    auto* to = static_cast<char*>(buffer);
    std::size_t have = 0;
    while (have < bytes) {
        const ssize_t got =
            ::pread(file, to + have, bytes - have, position + static_cast<std::int64_t>(have));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        have += static_cast<std::size_t>(got);
    }
    return have;
}

std::int64_t file_size(int file) noexcept {
    struct stat status{};
    return ::fstat(file, &status) == 0 ? status.st_size : 0;
}

FileInput::FileInput(int file, Clock::time_point deadline)
    : file_(file), size_(file_size(file)), deadline_(deadline) {
    auto* buffer = static_cast<std::uint8_t*>(av_malloc(buffer_bytes));
    if (buffer == nullptr) {
        throw std::bad_alloc();
    }
    context_.reset(avio_alloc_context(buffer, buffer_bytes, 0, this, read, nullptr, seek));
    if (!context_) {
        av_free(buffer);
        throw std::bad_alloc();
    }
}

int FileInput::read(void* opaque, std::uint8_t* buffer, int bytes) {
    auto* self = static_cast<FileInput*>(opaque);
    if (self->deadline_passed()) {
        return AVERROR_EXIT;
    }
    const std::size_t got =
        read_at(self->file_, self->position_, buffer, static_cast<std::size_t>(bytes));
    if (got == 0) {
        return AVERROR_EOF;
    }
    self->position_ += static_cast<std::int64_t>(got);
    return static_cast<int>(got);
}

std::int64_t FileInput::seek(void* opaque, std::int64_t offset, int whence) {
    auto* self = static_cast<FileInput*>(opaque);
    std::int64_t base = 0;
    switch (whence & ~AVSEEK_FORCE) {
        case AVSEEK_SIZE:
            return self->size_;
        case SEEK_SET:
            break;
        case SEEK_CUR:
            base = self->position_;
            break;
        case SEEK_END:
            base = self->size_;
            break;
        default:
            return AVERROR(EINVAL);
    }
    std::int64_t target = 0;
    if (__builtin_add_overflow(base, offset, &target) || target < 0) {
        return AVERROR(EINVAL);
    }
    self->position_ = target;
    return target;
}

}  // namespace mobilscan::decoder
