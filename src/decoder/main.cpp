// mobilscan-decoder: parses foreign media, alone and locked in. Started by the program
// (src/media) with two descriptors, never by hand.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "core/decoder_start.h"
#include "decoder/libav.h"
#include "decoder/sandbox.h"
#include "decoder/session.h"

#ifdef MOBILSCAN_ADDRESS_SANITIZER
// The leak checker attaches to its own process, which the sandbox takes for an attack.
extern "C" const char* __asan_default_options() {
    return "detect_leaks=0";
}
#endif

namespace mobilscan::decoder {
namespace {

// Dies with the program, even inside a codec that hangs: nothing is ever written to this pipe,
// so the kernel's signal about it means that the other end is gone. PR_SET_PDEATHSIG would fire
// already when the thread ends that started this process.
bool tie_to(int lifeline) {
    const int flags = ::fcntl(lifeline, F_GETFL);
    if (flags < 0 || std::signal(SIGIO, SIG_DFL) == SIG_ERR ||
        ::fcntl(lifeline, F_SETOWN, ::getpid()) != 0 ||
        ::fcntl(lifeline, F_SETFL, flags | O_ASYNC) != 0) {
        return false;
    }
    pollfd state{lifeline, POLLIN, 0};  // it may have gone before
    return ::poll(&state, 1, 0) == 0;
}

int run() {
    if (!tie_to(core::decoder_lifeline)) {
        std::fputs("mobilscan-decoder: started by mobilscan, not by hand\n", stderr);
        return EXIT_FAILURE;
    }
    silence_libav();
    const auto tier = close_sandbox({});
    if (!tier) {
        return EXIT_FAILURE;
    }
    Channel channel(core::decoder_socket);
    return run_session(channel, static_cast<int>(*tier));
}

}  // namespace
}  // namespace mobilscan::decoder

int main() {
    // Threads of codecs may still run: leave without their destructors.
    ::_exit(mobilscan::decoder::run());
}
