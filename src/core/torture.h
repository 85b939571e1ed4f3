// Torture: what the build for the torture harness (MOBILSCAN_TORTURE) can be told to do wrong. In
// every other build all of this is nothing, and the compiler leaves it out.
//
// The environment says what:
//   TORTURE_DEATHS=FOLDER      who comes to a point of which no file there tells makes the file, of
//                              the point's name, and kills itself: so each point has its death
//                              once, and once more when its file is removed
//   TORTURE_MUTANT=NAME        a safeguard is left out: no_fence, state_only_fence, no_reconciler,
//                              acknowledge_before_commit, no_fsync
//   TORTURE_UNSYNCED=FOLDER    one empty file for each file and rename that no fsync made durable
//   TORTURE_DISK=FILE          while it is there, file calls fail: write, sync or rename as it says
//   TORTURE_READER=synthetic   texts are made of the frame's hash; no network is loaded
//   TORTURE_LEASE_MS=N         the length of leases; they are renewed nine times in it
//   TORTURE_TURN_MS=N          how often the upkeep takes a turn
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mobilscan::core {

#ifdef MOBILSCAN_TORTURE
inline constexpr bool is_torture_build = true;

// A moment worth dying at: "before WHAT" or "after WHAT".
void crash_point(std::string_view when, std::string_view what) noexcept;

[[nodiscard]] bool is_mutant(std::string_view name) noexcept;

// A variable of the above; nothing when it is not set.
[[nodiscard]] std::optional<std::string> torture_text(const char* variable);
[[nodiscard]] std::optional<std::int64_t> torture_number(const char* variable);
#else
inline constexpr bool is_torture_build = false;
constexpr void crash_point(std::string_view /*when*/, std::string_view /*what*/) noexcept {}
[[nodiscard]] constexpr bool is_mutant(std::string_view /*name*/) noexcept {
    return false;
}
#endif

}  // namespace mobilscan::core
