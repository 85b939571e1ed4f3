// PixelRing: the shared memory through which the decoder hands over pictures.
//
// Made here and sealed against every change of size before the decoder gets it, so reading can
// never fault; mapped read-only. The decoder may write into it at any time, also while a picture
// is read: that changes pixels and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "core/decoder_protocol.h"
#include "core/descriptor.h"
#include "core/result.h"
#include "image/frame.h"

namespace mobilscan::media {

class PixelRing {
public:
    // Room for `slots` pictures of `picture_bytes` each; memory is used as pictures need it.
    // Errors: decoder_unavailable (the system gives no memory).
    [[nodiscard]] static Result<std::unique_ptr<PixelRing>> create(std::uint32_t slots,
                                                                   std::size_t picture_bytes);
    PixelRing(const PixelRing&) = delete;
    PixelRing& operator=(const PixelRing&) = delete;
    ~PixelRing();

    [[nodiscard]] int memory() const noexcept { return memory_.get(); }
    [[nodiscard]] std::uint32_t slots() const noexcept { return slots_; }
    [[nodiscard]] std::uint64_t slot_bytes() const noexcept { return slot_bytes_; }

    // The picture that a message describes, borrowed from its slot. The message must have passed
    // wire::parse_frame with this ring's measures.
    [[nodiscard]] image::RawFrame picture(const core::wire::Frame& frame) const;

private:
    PixelRing(core::Descriptor memory, const std::uint8_t* pixels, std::uint32_t slots,
              std::uint64_t slot_bytes)
        : memory_(std::move(memory)), pixels_(pixels), slots_(slots), slot_bytes_(slot_bytes) {}

    core::Descriptor memory_;
    const std::uint8_t* pixels_;
    std::uint32_t slots_;
    std::uint64_t slot_bytes_;
};

}  // namespace mobilscan::media
