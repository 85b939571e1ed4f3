// Owners for libav's objects, and its error numbers as core::Error.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "core/error.h"
#include "core/limits.h"

struct AVCodecContext;
struct AVFormatContext;
struct AVFrame;
struct AVIOContext;
struct AVPacket;
struct SwsContext;

namespace mobilscan::decoder {

struct LibavDeleter {
    void operator()(AVCodecContext* object) const noexcept;
    void operator()(AVFormatContext* object) const noexcept;  // closes the input, not its I/O
    void operator()(AVFrame* object) const noexcept;
    void operator()(AVIOContext* object) const noexcept;  // with its buffer
    void operator()(AVPacket* object) const noexcept;
    void operator()(SwsContext* object) const noexcept;
};
template <class Object>
using LibavPtr = std::unique_ptr<Object, LibavDeleter>;

// libav's max_pixels. It is asked with widths that are rounded up to whole vectors, so that the
// product's limit itself would refuse pictures just below it; wire::valid_size is exact.
inline constexpr std::int64_t libav_pixels_max =
    limits::pixels_max + 64LL * limits::side_pixels_max;

// Both throw std::bad_alloc, which the session answers as decoder_out_of_memory.
[[nodiscard]] LibavPtr<AVFrame> new_frame();
[[nodiscard]] LibavPtr<AVPacket> new_packet();

// The library writes nothing anywhere, and its complaints about picture sizes are noted: only
// their words tell "larger than max_pixels" from "broken". Call once, before other use.
void silence_libav() noexcept;

// Whether a picture was refused for its size since the last call.
[[nodiscard]] bool take_size_complaint() noexcept;

// What a negative libav result means, as seen while doing `what`.
[[nodiscard]] core::Error libav_error(int result, std::string_view what);

}  // namespace mobilscan::decoder
