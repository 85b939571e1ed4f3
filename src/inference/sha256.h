// SHA-256 of bytes, in 64 hexadecimal digits.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace mobilscan::inference {

// OpenSSL's uses the CPU's instructions for it, so all models take a fiftieth of a second.
[[nodiscard]] std::string sha256(std::span<const std::byte> bytes);

}  // namespace mobilscan::inference
