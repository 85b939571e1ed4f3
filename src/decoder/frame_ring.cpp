#include "decoder/frame_ring.h"

#include <sys/mman.h>

#include <algorithm>
#include <utility>

#include "decoder/file_input.h"

namespace mobilscan::decoder {

Result<FrameRing> FrameRing::map(const core::Descriptor& memory, std::uint32_t slots,
                                 std::uint64_t slot_bytes) {
    const std::uint64_t bytes = slots * slot_bytes;
    if (static_cast<std::uint64_t>(file_size(memory.get())) < bytes) {
        return failure(core::ErrorCode::protocol_violation, "the ring is smaller than announced");
    }
    void* mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory.get(), 0);
    if (mapped == MAP_FAILED) {
        return failure(core::ErrorCode::decoder_out_of_memory, "no room for the frame ring");
    }
    return FrameRing(static_cast<std::uint8_t*>(mapped), slots, slot_bytes);
}

FrameRing::FrameRing(FrameRing&& other) noexcept
    : memory_(std::exchange(other.memory_, nullptr)),
      slot_bytes_(other.slot_bytes_),
      taken_(std::move(other.taken_)) {}

FrameRing& FrameRing::operator=(FrameRing&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(slot_bytes_, other.slot_bytes_);
    std::swap(taken_, other.taken_);
    return *this;
}

FrameRing::~FrameRing() {
    if (memory_ != nullptr) {
        ::munmap(memory_, slots() * slot_bytes_);
    }
}

std::span<std::uint8_t> FrameRing::slot(std::uint32_t index) const noexcept {
    return {memory_ + index * slot_bytes_, slot_bytes_};
}

std::optional<std::uint32_t> FrameRing::free_slot() const noexcept {
    const auto found = std::find(taken_.begin(), taken_.end(), false);
    if (found == taken_.end()) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(found - taken_.begin());
}

}  // namespace mobilscan::decoder
