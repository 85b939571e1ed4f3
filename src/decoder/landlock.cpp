// Landlock (kernel documentation, userspace-api/landlock.rst): a rule set that handles every
// right it knows and allows none. Debian 12's headers are older than its running kernels may be,
// so the rights of newer versions are written down here.
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/descriptor.h"
#include "decoder/sandbox.h"

namespace mobilscan::decoder {
namespace {

// struct landlock_ruleset_attr as of version 6; older kernels take its beginning.
struct RuleSet {
    std::uint64_t file_rights;
    std::uint64_t network_rights;
    std::uint64_t scopes;
};

struct Version {
    std::uint64_t file_rights;
    std::uint64_t network_rights;
    std::uint64_t scopes;
    std::size_t bytes;
};

constexpr std::uint64_t lowest_bits(int count) {
    return (1ULL << count) - 1;
}

// What each version of the interface can refuse; the last row serves later ones, too.
constexpr std::array versions{
    Version{lowest_bits(13), 0, 0, 8},                             // 1: files
    Version{lowest_bits(14), 0, 0, 8},                             // 2: and linking across folders
    Version{lowest_bits(15), 0, 0, 8},                             // 3: and truncating
    Version{lowest_bits(15), lowest_bits(2), 0, 16},               // 4: and TCP
    Version{lowest_bits(16), lowest_bits(2), 0, 16},               // 5: and device control
    Version{lowest_bits(16), lowest_bits(2), lowest_bits(2), 24},  // 6: and signals, abstract
};  //    sockets

}  // namespace

bool refuse_all_paths() noexcept {
    const long version =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) {
        return false;
    }
    const auto row = std::min(static_cast<std::size_t>(version), versions.size()) - 1;
    const RuleSet rules{versions[row].file_rights, versions[row].network_rights,
                        versions[row].scopes};
    const core::Descriptor rule_set(
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, versions[row].bytes, 0)));
    return rule_set.is_open() && ::syscall(SYS_landlock_restrict_self, rule_set.get(), 0) == 0;
}

}  // namespace mobilscan::decoder
