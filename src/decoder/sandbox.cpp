#include "decoder/sandbox.h"

#include <sys/prctl.h>

namespace mobilscan::decoder {

std::optional<SandboxTier> close_sandbox(const SandboxLayers& layers) {
    // Not dumpable: no other process of the same user may look inside or attach.
    if (!limit_resources() || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        return std::nullopt;
    }
    // Both following layers need it, and without them it still bars set-user-id programs.
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return SandboxTier::resource_limits;
    }
    const bool no_paths = layers.landlock && refuse_all_paths();
    if (!layers.seccomp || !filter_system_calls()) {
        return SandboxTier::resource_limits;
    }
    return no_paths ? SandboxTier::seccomp_and_landlock : SandboxTier::seccomp;
}

}  // namespace mobilscan::decoder
