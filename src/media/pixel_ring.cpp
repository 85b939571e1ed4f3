#include "media/pixel_ring.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "core/check.h"

namespace mobilscan::media {
namespace {

namespace wire = core::wire;

constexpr std::size_t page_bytes = 4096;
constexpr std::size_t slack_bytes = 64;  // vector stores of libswscale may end behind a row

static_assert(static_cast<int>(wire::PixelFormat::i420) ==
              static_cast<int>(image::PixelFormat::i420));
static_assert(static_cast<int>(wire::PixelFormat::nv12) ==
              static_cast<int>(image::PixelFormat::nv12));
static_assert(static_cast<int>(wire::PixelFormat::bgr24) ==
              static_cast<int>(image::PixelFormat::bgr24));
static_assert(static_cast<int>(wire::ColourMatrix::bt2020) ==
              static_cast<int>(image::ColourMatrix::bt2020));
static_assert(static_cast<int>(wire::ColourRange::full) ==
              static_cast<int>(image::ColourRange::full));

tl::unexpected<core::Error> no_memory() {
    return failure(core::ErrorCode::decoder_unavailable,
                   "no shared memory for pictures: " + std::generic_category().message(errno));
}

}  // namespace

Result<std::unique_ptr<PixelRing>> PixelRing::create(std::uint32_t slots,
                                                     std::size_t picture_bytes) {
    const std::uint64_t slot_bytes =
        (picture_bytes + slack_bytes + page_bytes - 1) / page_bytes * page_bytes;
    const std::uint64_t bytes = slots * slot_bytes;
    core::Descriptor memory(::memfd_create("mobilscan-frames", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory.is_open() || ::ftruncate(memory.get(), static_cast<off_t>(bytes)) != 0 ||
        ::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
        return no_memory();
    }
    void* pixels = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, memory.get(), 0);
    if (pixels == MAP_FAILED) {
        return no_memory();
    }
    return std::unique_ptr<PixelRing>(new PixelRing(
        std::move(memory), static_cast<const std::uint8_t*>(pixels), slots, slot_bytes));
}

PixelRing::~PixelRing() {
    ::munmap(const_cast<std::uint8_t*>(pixels_), slots_ * slot_bytes_);
}

image::RawFrame PixelRing::picture(const wire::Frame& frame) const {
    const wire::PictureLayout layout =
        wire::picture_layout(frame.format, frame.width, frame.height);
    CHECK(frame.slot < slots_ && layout.bytes <= slot_bytes_);
    image::RawFrame picture;
    picture.format = static_cast<image::PixelFormat>(frame.format);
    picture.matrix = static_cast<image::ColourMatrix>(frame.matrix);
    picture.range = static_cast<image::ColourRange>(frame.range);
    picture.orientation = static_cast<core::Orientation>(frame.orientation);
    picture.width = frame.width;
    picture.height = frame.height;
    const std::uint8_t* slot = pixels_ + frame.slot * slot_bytes_;
    for (std::size_t i = 0; i < layout.planes.size() && layout.planes[i].rows > 0; ++i) {
        picture.planes[i] = {slot + layout.planes[i].offset,
                             static_cast<std::ptrdiff_t>(layout.planes[i].stride)};
    }
    return picture;
}

}  // namespace mobilscan::media
