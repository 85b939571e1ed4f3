// The sandbox of the decoder process: closed after its libraries are loaded and before the first
// foreign byte is parsed, never opened again.
//
// Three layers, one file each: resource limits, Landlock (no path can be opened), seccomp (a list
// of system calls). A kernel that lacks one of the last two still gets the others; the tier says
// how much is in place, and the program decides whether that is enough.
#pragma once

#include <optional>

namespace mobilscan::decoder {

enum class SandboxTier {
    resource_limits = 1,
    seccomp = 2,               // and the above
    seccomp_and_landlock = 3,  // and the above
};

// What to close; tests switch layers off to stand for kernels that lack them.
struct SandboxLayers {
    bool landlock = true;
    bool seccomp = true;
};

// Nothing when not even the resource limits could be set. To be called by the only thread.
[[nodiscard]] std::optional<SandboxTier> close_sandbox(const SandboxLayers& layers);

// The layers, each true when it is in place.
[[nodiscard]] bool limit_resources() noexcept;      // resource_limits.cpp
[[nodiscard]] bool refuse_all_paths() noexcept;     // landlock.cpp
[[nodiscard]] bool filter_system_calls() noexcept;  // system_calls.cpp

}  // namespace mobilscan::decoder
