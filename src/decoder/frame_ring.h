// FrameRing: the decoder's writable view of the shared memory in which pictures are handed over.
//
// The program makes and seals it; a slot belongs to the decoder until its frame is sent, and
// again once the program has released it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/descriptor.h"
#include "core/result.h"

namespace mobilscan::decoder {

class FrameRing {
public:
    // Maps `slots` times `slot_bytes`. Errors: protocol_violation (the memory is smaller),
    // decoder_out_of_memory.
    [[nodiscard]] static Result<FrameRing> map(const core::Descriptor& memory, std::uint32_t slots,
                                               std::uint64_t slot_bytes);
    FrameRing(FrameRing&& other) noexcept;
    FrameRing& operator=(FrameRing&& other) noexcept;
    FrameRing(const FrameRing&) = delete;
    FrameRing& operator=(const FrameRing&) = delete;
    ~FrameRing();

    [[nodiscard]] std::uint32_t slots() const noexcept {
        return static_cast<std::uint32_t>(taken_.size());
    }
    [[nodiscard]] std::span<std::uint8_t> slot(std::uint32_t index) const noexcept;

    // A slot that is the decoder's, if there is one.
    [[nodiscard]] std::optional<std::uint32_t> free_slot() const noexcept;
    void hand_over(std::uint32_t index) noexcept { taken_[index] = true; }
    void take_back(std::uint32_t index) noexcept { taken_[index] = false; }

private:
    FrameRing(std::uint8_t* memory, std::uint32_t slots, std::uint64_t slot_bytes)
        : memory_(memory), slot_bytes_(slot_bytes), taken_(slots, false) {}

    std::uint8_t* memory_ = nullptr;
    std::uint64_t slot_bytes_ = 0;
    std::vector<bool> taken_;
};

}  // namespace mobilscan::decoder
