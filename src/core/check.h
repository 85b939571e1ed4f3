// CHECK(condition): an invariant that stays on in release builds. A false condition is a bug in
// this program, never a property of its input: it prints where, and aborts.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace mobilscan::core {

[[noreturn]] inline void check_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "mobilscan: internal error at %s:%d: %s\n", file, line, condition);
    std::abort();
}

}  // namespace mobilscan::core

#define CHECK(condition) \
    ((condition) ? void(0) : ::mobilscan::core::check_failed(#condition, __FILE__, __LINE__))
