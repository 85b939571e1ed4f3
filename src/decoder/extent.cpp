#include "decoder/extent.h"

#include <array>
#include <bit>

#include "core/limits.h"

namespace mobilscan::decoder {
namespace {

constexpr std::int64_t to_end_of_file = 0;  // size of a piece that is as long as the file
constexpr std::int64_t no_piece = -1;

std::uint64_t big_endian(const std::uint8_t* bytes, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        value = value << 8 | bytes[i];
    }
    return value;
}

std::uint64_t little_endian_32(const std::uint8_t* bytes) {
    return std::uint64_t{bytes[0]} | std::uint64_t{bytes[1]} << 8 | std::uint64_t{bytes[2]} << 16 |
           std::uint64_t{bytes[3]} << 24;
}

std::int64_t bounded(std::uint64_t bytes) {
    return bytes > INT64_MAX / 2 ? INT64_MAX / 2 : static_cast<std::int64_t>(bytes);
}

// Length of the ISO box at a position, header included (ISO/IEC 14496-12, 4.2).
std::int64_t box_bytes(std::int64_t position, const ReadAt& read) {
    std::array<std::uint8_t, 16> head{};
    const std::size_t got = read(position, head.data(), head.size());
    if (got < 8) {
        return no_piece;
    }
    const std::uint64_t size = big_endian(head.data(), 4);
    if (size == 0) {
        return to_end_of_file;
    }
    if (size == 1) {
        return got < 16 ? no_piece : bounded(big_endian(head.data() + 8, 8));
    }
    return size < 8 ? no_piece : bounded(size);
}

std::int64_t riff_bytes(std::int64_t position, const ReadAt& read) {
    std::array<std::uint8_t, 8> head{};
    if (read(position, head.data(), head.size()) < head.size()) {
        return no_piece;
    }
    const std::uint64_t size = little_endian_32(head.data() + 4);
    return size == 0 ? to_end_of_file : bounded(8 + size + size % 2);
}

// Length of the EBML element at a position: a number of 1 to 4 bytes names it, one of 1 to 8
// tells its size; all ones means unknown (RFC 8794, 4 and 6).
std::int64_t element_bytes(std::int64_t position, const ReadAt& read) {
    std::array<std::uint8_t, 12> head{};
    const std::size_t got = read(position, head.data(), head.size());
    const auto id_bytes = static_cast<std::size_t>(std::countl_zero(head[0])) + 1;
    if (got < 2 || id_bytes > 4 || got <= id_bytes) {
        return no_piece;
    }
    const std::uint8_t first = head[id_bytes];
    const auto size_bytes = static_cast<std::size_t>(std::countl_zero(first)) + 1;
    if (size_bytes > 8 || got < id_bytes + size_bytes) {
        return no_piece;
    }
    const std::uint64_t ones = (1ULL << (7 * size_bytes)) - 1;
    const std::uint64_t size = big_endian(head.data() + id_bytes, size_bytes) & ones;
    return size == ones ? to_end_of_file : bounded(id_bytes + size_bytes + size);
}

std::int64_t piece_bytes(Container container, std::int64_t position, const ReadAt& read) {
    switch (container) {
        case Container::mp4:
            return box_bytes(position, read);
        case Container::matroska:
            return element_bytes(position, read);
        case Container::avi:
            return riff_bytes(position, read);
    }
    return no_piece;
}

}  // namespace

bool ends_early(Container container, std::int64_t size, const ReadAt& read) {
    std::int64_t position = 0;
    for (int pieces = 0; position < size && pieces < limits::container_pieces_max; ++pieces) {
        const std::int64_t bytes = piece_bytes(container, position, read);
        if (bytes == to_end_of_file || bytes == no_piece) {
            return false;  // open-ended, or bytes of another kind behind the last piece
        }
        if (bytes > size - position) {
            return true;
        }
        position += bytes;
    }
    return false;
}

}  // namespace mobilscan::decoder
