#include "decoder/sniff.h"

#include <algorithm>
#include <array>

namespace mobilscan::decoder {
namespace {

bool has(std::span<const std::uint8_t> bytes, std::size_t at, std::string_view text) {
    return bytes.size() >= at + text.size() &&
           std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char c, std::uint8_t b) { return static_cast<std::uint8_t>(c) == b; });
}

// First boxes of ISO/IEC 14496-12 files, of their fragments, and of QuickTime before `ftyp`.
constexpr std::array<std::string_view, 11> first_boxes{
    "ftyp", "moov", "mdat", "wide", "free", "skip", "pnot", "styp", "moof", "sidx", "uuid"};

}  // namespace

std::optional<Container> sniff_container(std::span<const std::uint8_t> start) {
    if (std::any_of(first_boxes.begin(), first_boxes.end(),
                    [&](std::string_view box) { return has(start, 4, box); })) {
        return Container::mp4;
    }
    if (has(start, 0, "\x1A\x45\xDF\xA3")) {
        return Container::matroska;
    }
    if (has(start, 0, "RIFF") && has(start, 8, "AVI ")) {
        return Container::avi;
    }
    return std::nullopt;
}

std::optional<StillFormat> sniff_still(std::span<const std::uint8_t> start) {
    using namespace std::string_view_literals;
    if (has(start, 0, "\xFF\xD8\xFF")) {
        return StillFormat::jpeg;
    }
    if (has(start, 0, "\x89PNG\r\n\x1A\n")) {
        return StillFormat::png;
    }
    if (has(start, 0, "RIFF") && has(start, 8, "WEBP")) {
        return StillFormat::webp;
    }
    if (has(start, 0, "BM")) {
        return StillFormat::bmp;
    }
    if (has(start, 0, "II*\0"sv) || has(start, 0, "MM\0*"sv)) {
        return StillFormat::tiff;
    }
    return std::nullopt;
}

std::string_view name_of(Container container) noexcept {
    switch (container) {
        case Container::mp4:
            return "mp4";
        case Container::matroska:
            return "matroska";
        case Container::avi:
            return "avi";
    }
    return "mp4";
}

}  // namespace mobilscan::decoder
