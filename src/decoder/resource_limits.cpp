#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "core/limits.h"
#include "decoder/sandbox.h"

namespace mobilscan::decoder {
namespace {

struct ResourceLimit {
    decltype(RLIMIT_CORE) resource;
    rlim_t most;
};

constexpr std::array resource_limits{
    ResourceLimit{RLIMIT_CORE, 0},   // no picture of a stranger's data on the disk
    ResourceLimit{RLIMIT_FSIZE, 0},  // no file can grow
    ResourceLimit{RLIMIT_NOFILE, limits::decoder_open_files_max},
    ResourceLimit{RLIMIT_CPU, limits::decoder_cpu_seconds.count()},
#ifndef MOBILSCAN_ADDRESS_SANITIZER  // which reserves terabytes of address space
    ResourceLimit{RLIMIT_AS, limits::decoder_address_space_bytes},
#endif
};

constexpr rlim_t cpu_grace_seconds = 5;

// Never above what the process was given: a tighter limit of the machine stays.
bool lower(const ResourceLimit& limit) noexcept {
    rlimit now{};
    if (::getrlimit(limit.resource, &now) != 0) {
        return false;
    }
    const rlim_t most = std::min(limit.most, now.rlim_max);
    // At the soft limit of processor time the kernel says why (SIGXCPU), at the hard one it just
    // kills: they must differ.
    const rlim_t grace = limit.resource == RLIMIT_CPU ? cpu_grace_seconds : 0;
    const rlimit next{most, std::min(most + grace, now.rlim_max)};
    return ::setrlimit(limit.resource, &next) == 0;
}

}  // namespace

bool limit_resources() noexcept {
    // A last word on standard error fails where that is a file, it does not kill.
    std::signal(SIGXFSZ, SIG_IGN);
    return std::all_of(resource_limits.begin(), resource_limits.end(), lower);
}

}  // namespace mobilscan::decoder
