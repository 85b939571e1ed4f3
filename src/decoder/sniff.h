// What a file is, by its first bytes. libav's own guessing is never used: it knows hundreds of
// formats, playlists among them, and each is a parser that a stranger could choose.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace mobilscan::decoder {

inline constexpr std::size_t sniff_bytes = 16;  // that the functions below look at

enum class Container { mp4, matroska, avi };
enum class StillFormat { jpeg, png, webp, bmp, tiff };

// ISO base media and QuickTime by the type of the first box, Matroska and WebM by the EBML
// number, AVI by its RIFF type.
[[nodiscard]] std::optional<Container> sniff_container(std::span<const std::uint8_t> start);

[[nodiscard]] std::optional<StillFormat> sniff_still(std::span<const std::uint8_t> start);

[[nodiscard]] std::string_view name_of(Container container) noexcept;  // "mp4"

}  // namespace mobilscan::decoder
