// Which address of this machine others on its network can use.
#pragma once

#include <string>
#include <vector>

namespace mobilscan::cli {

// The IPv4 addresses of this machine, that of the default route first; none of the loopback.
[[nodiscard]] std::vector<std::string> network_addresses();

}  // namespace mobilscan::cli
