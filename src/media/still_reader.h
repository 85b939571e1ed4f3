// StillReader: reads still images (JPEG, PNG, WebP, BMP, TIFF), many with one decoder process.
//
// A picture that crashes or hangs the decoder costs only itself: the error is returned for that
// picture and the next one gets a fresh process. One thread at a time.
#pragma once

#include <filesystem>
#include <memory>

#include "core/result.h"
#include "image/image.h"
#include "media/decoder_settings.h"

namespace mobilscan::media {

class Connection;
class PixelRing;

class StillReader {
public:
    explicit StillReader(DecoderSettings settings);  // starts nothing yet
    ~StillReader();
    StillReader(StillReader&&) noexcept;
    StillReader& operator=(StillReader&&) noexcept;

    // The picture in BGR, turned as its EXIF orientation says; transparency lies on white.
    // Takes at most DecoderSettings::still in silence, and twice that in all.
    // Errors: file_not_found, file_unreadable, unsupported_container, corrupt_media,
    // too_many_pixels, over_budget (file larger than limits::still_bytes_max), and decoder_*.
    [[nodiscard]] Result<image::Image> read(const std::filesystem::path& path);

private:
    [[nodiscard]] Result<image::Image> exchange(int file);
    [[nodiscard]] Result<void> connect();

    DecoderSettings settings_;
    std::unique_ptr<Connection> connection_;
    std::unique_ptr<PixelRing> ring_;
    bool ring_is_known_ = false;  // to the decoder
};

}  // namespace mobilscan::media
