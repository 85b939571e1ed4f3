#include "image/jpeg.h"

#include <turbojpeg.h>

#include <memory>

#include "core/check.h"

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

}  // namespace mobilscan::image
