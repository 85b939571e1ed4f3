#include "core/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstdint>

namespace mobilscan::core {

bool is_loopback(const std::string& host) {
    in_addr ipv4{};
    if (::inet_pton(AF_INET, host.c_str(), &ipv4) == 1) {
        constexpr std::uint32_t loopback_net = 127;
        return ntohl(ipv4.s_addr) >> 24 == loopback_net;
    }
    in6_addr ipv6{};
    const bool is_ipv6 = ::inet_pton(AF_INET6, host.c_str(), &ipv6) == 1;
    return is_ipv6 ? IN6_IS_ADDR_LOOPBACK(&ipv6) : host == "localhost";
}

}  // namespace mobilscan::core
