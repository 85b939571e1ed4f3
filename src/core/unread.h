// Unread: what a video shows and nobody could read, so that a result never looks whole that is not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/quad.h"

namespace mobilscan::core {

enum class UnreadReason : std::uint8_t {
    blurred,  // nothing was read in the frame, and nothing could be: no detail is left
    dark,     // the same, as nothing is bright
    label,    // a place looks like a label, and no crop of it gave a text
};

inline constexpr std::array<std::string_view, 3> unread_reason_names{"blurred", "dark", "label"};

[[nodiscard]] constexpr std::string_view name(UnreadReason reason) noexcept {
    return unread_reason_names[static_cast<std::size_t>(reason)];
}

[[nodiscard]] constexpr std::optional<UnreadReason> unread_reason_of(
    std::string_view name) noexcept {
    for (std::size_t i = 0; i < unread_reason_names.size(); ++i) {
        if (unread_reason_names[i] == name) {
            return static_cast<UnreadReason>(i);
        }
    }
    return std::nullopt;
}

struct Unread {
    UnreadReason reason = UnreadReason::blurred;
    std::int64_t frame_number = 0;  // of a label: where it is seen best
    std::int64_t timestamp_us = 0;
    Quad quad{};  // of a label, pixels of the displayed frame
    std::int64_t first_seen_us = 0;
    std::int64_t last_seen_us = 0;

    friend bool operator==(const Unread&, const Unread&) = default;
};

// Frames that could not be read for the same reason, sample after sample, as one stretch, which has
// the place of its first; labels as they are. In the order of time. `every_frames`: the step
// between samples.
[[nodiscard]] std::vector<Unread> in_stretches(std::vector<Unread> unread,
                                               std::int64_t every_frames);

}  // namespace mobilscan::core
