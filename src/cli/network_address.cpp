#include "cli/network_address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <sstream>

namespace mobilscan::cli {
namespace {

// The interface that leads to the rest of the network, as the kernel's table says.
std::string interface_of_default_route() {
    std::ifstream table("/proc/net/route");
    std::string line;
    std::getline(table, line);
    while (std::getline(table, line)) {
        std::istringstream fields(line);
        std::string interface;
        std::string destination;
        fields >> interface >> destination;
        if (destination == "00000000") {
            return interface;
        }
    }
    return "";
}

std::string text_of(const sockaddr* address) {
    std::array<char, INET_ADDRSTRLEN> text{};
    const auto* ipv4 = reinterpret_cast<const sockaddr_in*>(address);
    ::inet_ntop(AF_INET, &ipv4->sin_addr, text.data(), text.size());
    return text.data();
}

}  // namespace

std::vector<std::string> network_addresses() {
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) {
        return {};
    }
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(list, &freeifaddrs);
    const std::string main_interface = interface_of_default_route();
    std::vector<std::string> found;
    for (const ifaddrs* each = list; each != nullptr; each = each->ifa_next) {
        const bool usable = each->ifa_addr != nullptr && each->ifa_addr->sa_family == AF_INET &&
                            (each->ifa_flags & IFF_UP) != 0 &&
                            (each->ifa_flags & IFF_LOOPBACK) == 0;
        if (!usable) {
            continue;
        }
        const bool is_main = main_interface == each->ifa_name;
        found.insert(is_main ? found.begin() : found.end(), text_of(each->ifa_addr));
    }
    return found;
}

}  // namespace mobilscan::cli
