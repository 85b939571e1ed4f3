#include "decoder/file_input.h"

#include <sys/stat.h>
#include <unistd.h>

extern "C" {
#include <libavformat/avio.h>
#include <libavutil/error.h>
#include <libavutil/mem.h>
}

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
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

bool has_index(int file) noexcept {
    constexpr int boxes_max = 10'000;
    constexpr std::size_t head_bytes =
        16;  // size, type, and a size of 64 bits where the first is 1
    const std::int64_t end = file_size(file);
    std::int64_t at = 0;
    for (int box = 0; box < boxes_max && at < end; ++box) {
        std::array<std::uint8_t, head_bytes> head{};
        if (read_at(file, at, head.data(), head.size()) < head_bytes / 2) {
            return false;
        }
        const auto number = [&](std::size_t first, std::size_t bytes) {
            std::uint64_t value = 0;
            for (std::size_t i = first; i < first + bytes; ++i) {
                value = value << 8 | head[i];
            }
            return value;
        };
        if (std::memcmp(head.data() + 4, "moov", 4) == 0) {
            return true;
        }
        const std::uint64_t small = number(0, 4);
        const std::uint64_t size = small == 1 ? number(8, 8) : small;
        if (size < 8 || size > static_cast<std::uint64_t>(end - at)) {
            return false;  // 0: it goes to the end; larger: it was cut off
        }
        at += static_cast<std::int64_t>(size);
    }
    return false;
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
