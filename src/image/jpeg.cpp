#include "image/jpeg.h"

#include <turbojpeg.h>

#include <memory>

#include "core/check.h"
#include "core/limits.h"

namespace mobilscan::image {

Result<std::vector<std::uint8_t>> to_jpeg(ImageView picture, int quality) {
    CHECK(!picture.empty());
    CHECK(quality >= 1 && quality <= 100);
    const bool grey = picture.channels == 1;
    const std::unique_ptr<void, decltype(&tjDestroy)> compressor(tjInitCompress(), &tjDestroy);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    const int status = compressor == nullptr
                           ? -1
                           : tjCompress2(compressor.get(), picture.data, picture.width,
                                         static_cast<int>(picture.stride), picture.height,
                                         grey ? TJPF_GRAY : TJPF_BGR, &bytes, &size,
                                         grey ? TJSAMP_GRAY : TJSAMP_420, quality, 0);
    const std::unique_ptr<unsigned char, decltype(&tjFree)> owner(bytes, &tjFree);
    if (status != 0) {
        return failure(core::ErrorCode::output_unwritable,
                       std::string("the picture could not be written as JPEG: ") +
                           tjGetErrorStr2(compressor.get()));
    }
    return std::vector<std::uint8_t>(bytes, bytes + size);
}

Result<Image> from_jpeg(std::span<const std::uint8_t> bytes) {
    const std::unique_ptr<void, decltype(&tjDestroy)> decompressor(tjInitDecompress(), &tjDestroy);
    int width = 0;
    int height = 0;
    int subsampling = 0;
    int colours = 0;
    const auto size = static_cast<unsigned long>(bytes.size());
    const auto broken = [] {
        return failure(core::ErrorCode::corrupt_media, "the stored picture is damaged");
    };
    if (decompressor == nullptr ||
        tjDecompressHeader3(decompressor.get(), bytes.data(), size, &width, &height, &subsampling,
                            &colours) != 0 ||
        width < 1 || height < 1) {
        return broken();
    }
    if (std::int64_t{width} * height > limits::pixels_max) {
        return failure(core::ErrorCode::too_many_pixels, "the stored picture is too large");
    }
    constexpr int channels = 3;
    Image picture(width, height, channels);
    if (tjDecompress2(decompressor.get(), bytes.data(), size, picture.data(), width,
                      static_cast<int>(picture.stride()), height, TJPF_BGR, 0) != 0) {
        return broken();
    }
    return picture;
}

}  // namespace mobilscan::image
