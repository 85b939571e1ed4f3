// How decoder processes are started. One value for the whole program, made by its composition
// root.
#pragma once

#include <chrono>
#include <filesystem>

#include "core/limits.h"

namespace mobilscan::media {

struct DecoderSettings {
    // The decoder program. Empty: `mobilscan-decoder` in the folder of the running executable.
    std::filesystem::path program;

    // Decoding threads of a video, 1 .. limits::decoder_threads_max. More than two gained nothing
    // at phone resolutions and costs memory per frame in flight.
    int threads = limits::decoder_threads_max;

    // Refuse to work with less: 1 resource limits alone, 2 and seccomp, 3 and Landlock.
    int minimum_sandbox_tier = 1;

    // A decoder that says nothing for this long is killed.
    std::chrono::milliseconds silence = limits::decoder_silence_seconds;
    // Same, for one still image, from request to answer.
    std::chrono::milliseconds still = limits::decoder_still_seconds;
};

}  // namespace mobilscan::media
