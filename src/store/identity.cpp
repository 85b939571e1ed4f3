#include "store/identity.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "core/check.h"

namespace mobilscan::store {
namespace {

template <std::size_t Size>
std::array<std::uint8_t, Size> random_bytes() {
    std::array<std::uint8_t, Size> bytes{};
    ssize_t got = 0;
    do {  // up to 256 bytes come whole; only a signal before the kernel's source is ready ends it
        got = ::getrandom(bytes.data(), bytes.size(), 0);
    } while (got < 0 && errno == EINTR);
    CHECK(got == static_cast<ssize_t>(bytes.size()));
    return bytes;
}

}  // namespace

std::string new_uuid() {
    constexpr std::string_view digits = "0123456789abcdef";
    auto bytes = random_bytes<16>();
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x40);  // version 4
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);  // the RFC's variant
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text += '-';
        }
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 0x0F];
    }
    return text;
}

std::uint64_t random_number() {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : random_bytes<8>()) {
        number = number << 8 | byte;
    }
    return number;
}

}  // namespace mobilscan::store
