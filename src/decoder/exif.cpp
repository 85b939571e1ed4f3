#include "decoder/exif.h"

#include <algorithm>
#include <string_view>

namespace mobilscan::decoder {
namespace {

using Bytes = std::span<const std::uint8_t>;
using core::Orientation;
using namespace std::string_view_literals;

constexpr std::string_view exif_prefix = "Exif\0\0"sv;

enum class Order { little, big };

// An unsigned number of `count` bytes; the caller has checked that they are there.
std::uint32_t number(Bytes bytes, std::size_t at, std::size_t count, Order order) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        value = value << 8 | bytes[at + (order == Order::big ? i : count - 1 - i)];
    }
    return value;
}

bool starts_with(Bytes bytes, std::string_view text) {
    return bytes.size() >= text.size() &&
           std::equal(text.begin(), text.end(), bytes.begin(),
                      [](char c, std::uint8_t b) { return static_cast<std::uint8_t>(c) == b; });
}

Bytes without_prefix(Bytes block) {
    return starts_with(block, exif_prefix) ? block.subspan(exif_prefix.size()) : block;
}

// Segments before the picture itself: FF, marker, length with its own two bytes.
Bytes block_of_jpeg(Bytes file) {
    std::size_t at = 2;
    while (at + 4 <= file.size() && file[at] == 0xFF) {
        const std::uint8_t marker = file[at + 1];
        const std::size_t bytes = number(file, at + 2, 2, Order::big);
        if (marker == 0xDA || bytes < 2 || at + 2 + bytes > file.size()) {
            break;
        }
        const Bytes body = file.subspan(at + 4, bytes - 2);
        if (marker == 0xE1 && starts_with(body, exif_prefix)) {
            return without_prefix(body);
        }
        at += 2 + bytes;
    }
    return {};
}

// Chunks of PNG: big-endian length, name, body, checksum. Of WebP: name, little-endian length,
// body, padded to an even length.
Bytes block_of_png(Bytes file) {
    std::size_t at = 8;
    while (at + 12 <= file.size()) {
        const std::size_t bytes = number(file, at, 4, Order::big);
        if (bytes > file.size() - at - 12) {
            break;
        }
        if (starts_with(file.subspan(at + 4), "eXIf")) {
            return without_prefix(file.subspan(at + 8, bytes));
        }
        at += 12 + bytes;
    }
    return {};
}

Bytes block_of_webp(Bytes file) {
    std::size_t at = 12;
    while (at + 8 <= file.size()) {
        const std::size_t bytes = number(file, at + 4, 4, Order::little);
        if (bytes > file.size() - at - 8) {
            break;
        }
        if (starts_with(file.subspan(at), "EXIF")) {
            return without_prefix(file.subspan(at + 8, bytes));
        }
        at += 8 + bytes + bytes % 2;
    }
    return {};
}

}  // namespace

Orientation tiff_orientation(Bytes block) {
    constexpr std::size_t entry_bytes = 12;
    constexpr std::uint32_t orientation_tag = 0x0112;
    constexpr std::uint32_t short_type = 3;
    if (block.size() < 8 || !(starts_with(block, "II") || starts_with(block, "MM"))) {
        return Orientation::as_stored;
    }
    const Order order = block[0] == 'I' ? Order::little : Order::big;
    const std::size_t directory = number(block, 4, 4, order);
    if (number(block, 2, 2, order) != 42 || directory > block.size() - 2) {
        return Orientation::as_stored;
    }
    const std::size_t entries = number(block, directory, 2, order);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t at = directory + 2 + i * entry_bytes;
        if (at + entry_bytes > block.size()) {
            break;
        }
        if (number(block, at, 2, order) == orientation_tag) {
            const std::uint32_t value = number(block, at + 8, 2, order);
            const bool sound =
                number(block, at + 2, 2, order) == short_type && value >= 1 && value <= 8;
            return sound ? static_cast<Orientation>(value) : Orientation::as_stored;
        }
    }
    return Orientation::as_stored;
}

Orientation still_orientation(StillFormat format, Bytes file) {
    switch (format) {
        case StillFormat::jpeg:
            return tiff_orientation(block_of_jpeg(file));
        case StillFormat::png:
            return tiff_orientation(block_of_png(file));
        case StillFormat::webp:
            return tiff_orientation(block_of_webp(file));
        case StillFormat::tiff:
            return tiff_orientation(file);
        case StillFormat::bmp:
            break;
    }
    return Orientation::as_stored;
}

}  // namespace mobilscan::decoder
