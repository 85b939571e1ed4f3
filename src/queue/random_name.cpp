#include "queue/random_name.h"

#include <sys/random.h>

#include <array>
#include <string_view>

namespace mobilscan::queue {

Result<std::string> random_name() {
    std::array<unsigned char, 12> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        return failure(core::ErrorCode::storage_failed, "the system gives no random numbers");
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string name;
    for (const unsigned char byte : bytes) {
        name += digits[byte >> 4];
        name += digits[byte & 0x0F];
    }
    return name;
}

}  // namespace mobilscan::queue
