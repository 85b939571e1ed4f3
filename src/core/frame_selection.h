// FrameSelection: which frame of each N is read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mobilscan::core {

enum class FrameSelection : std::uint8_t {
    sharpest,  // of those that are decoded anyway
    first,     // frames 0, N, 2N ...: what the original product read
};

inline constexpr std::array<std::string_view, 2> frame_selection_names{"sharpest", "first"};

[[nodiscard]] constexpr std::string_view name(FrameSelection selection) noexcept {
    return frame_selection_names[static_cast<std::size_t>(selection)];
}

[[nodiscard]] constexpr std::optional<FrameSelection> frame_selection_of(
    std::string_view name) noexcept {
    for (std::size_t i = 0; i < frame_selection_names.size(); ++i) {
        if (frame_selection_names[i] == name) {
            return static_cast<FrameSelection>(i);
        }
    }
    return std::nullopt;
}

}  // namespace mobilscan::core
