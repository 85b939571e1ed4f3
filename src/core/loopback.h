// Which hosts are this very machine, whoever resolves their name.
#pragma once

#include <string>

namespace mobilscan::core {

// "localhost", or an address of the loopback written out: 127.0.0.0/8 or ::1, without brackets and
// port. A name that merely begins like an address is somebody's domain.
[[nodiscard]] bool is_loopback(const std::string& host);

}  // namespace mobilscan::core
