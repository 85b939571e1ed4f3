// Whether the decoder works on this machine.
#pragma once

#include "core/result.h"
#include "media/decoder_settings.h"

namespace mobilscan::media {

// Starts a decoder, takes its greeting and ends it again: the sandbox tier that it reached
// (3 seccomp and Landlock, 2 seccomp, 1 resource limits). Errors: decoder_*.
[[nodiscard]] Result<int> decoder_sandbox_tier(const DecoderSettings& settings);

}  // namespace mobilscan::media
