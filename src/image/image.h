// Image: an owned 8-bit picture in memory, and ImageView: a borrowed one.
//
// Pixels are interleaved, rows top to bottom, without padding in an Image. Channel order is BGR:
// the order that the reading networks were trained on. Values, no threads, no I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mobilscan::image {

// A borrowed picture; valid as long as the owner of `data`.
struct ImageView {
    const std::uint8_t* data = nullptr;
    std::int32_t width = 0;     // pixels
    std::int32_t height = 0;    // pixels
    std::int32_t channels = 0;  // 1 grey, 3 BGR
    std::ptrdiff_t stride = 0;  // bytes from one row to the next

    [[nodiscard]] bool empty() const noexcept { return width <= 0 || height <= 0; }
};

class Image {
public:
    Image() = default;
    Image(std::int32_t width, std::int32_t height, std::int32_t channels);

    [[nodiscard]] std::int32_t width() const noexcept { return width_; }
    [[nodiscard]] std::int32_t height() const noexcept { return height_; }
    [[nodiscard]] std::int32_t channels() const noexcept { return channels_; }
    [[nodiscard]] bool empty() const noexcept { return pixels_.empty(); }
    [[nodiscard]] std::uint8_t* data() noexcept { return pixels_.data(); }
    [[nodiscard]] const std::uint8_t* data() const noexcept { return pixels_.data(); }
    [[nodiscard]] std::ptrdiff_t stride() const noexcept {
        return static_cast<std::ptrdiff_t>(width_) * channels_;
    }
    [[nodiscard]] ImageView view() const noexcept {
        return {pixels_.data(), width_, height_, channels_, stride()};
    }

    friend bool operator==(const Image&, const Image&) = default;

private:
    std::int32_t width_ = 0;
    std::int32_t height_ = 0;
    std::int32_t channels_ = 0;
    std::vector<std::uint8_t> pixels_;
};

}  // namespace mobilscan::image
