// Proves: only what nobody can point elsewhere counts as this machine.
#include "core/loopback.h"

#include <gtest/gtest.h>

namespace mobilscan::core {
namespace {

TEST(Loopback, IsLocalhostAndItsAddressesWrittenOut) {
    for (const char* host : {"localhost", "127.0.0.1", "127.8.9.1", "::1", "0:0:0:0:0:0:0:1"}) {
        EXPECT_TRUE(is_loopback(host)) << host;
    }
}

TEST(Loopback, IsNoNameThatOnlyBeginsLikeOne) {
    for (const char* host :
         {"", "127.evil.example", "127.0.0.1.evil.example", "foo.localhost", "localhost.",
          "0.0.0.0", "::", "0x7f.1", "127.1", "[::1]", "192.0.2.7"}) {
        EXPECT_FALSE(is_loopback(host)) << host;
    }
}

}  // namespace
}  // namespace mobilscan::core
