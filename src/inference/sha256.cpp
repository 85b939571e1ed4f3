#include "inference/sha256.h"

#include <openssl/evp.h>

#include <array>

#include "core/check.h"
#include "core/text.h"

namespace mobilscan::inference {

std::string sha256(std::span<const std::byte> bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    std::size_t length = 0;
    CHECK(EVP_Q_digest(nullptr, "SHA256", nullptr, bytes.data(), bytes.size(), digest.data(),
                       &length) == 1);
    return core::hexadecimal(std::span(digest).first(length));
}

}  // namespace mobilscan::inference
