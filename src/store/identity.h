// Random names: nobody can guess them and no two are ever equal.
#pragma once

#include <cstdint>
#include <string>

namespace mobilscan::store {

// A UUID version 4 (RFC 9562) from the kernel's random source, 36 characters in lower case.
[[nodiscard]] std::string new_uuid();

// A number for spreading delays, from the same source.
[[nodiscard]] std::uint64_t random_number();

}  // namespace mobilscan::store
