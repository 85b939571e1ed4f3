// The decoder's side of the conversation: requests in, surveys and pictures out.
#pragma once

#include "decoder/channel.h"

namespace mobilscan::decoder {

// Says hello and answers until the program closes its end (returns 0) or says something that is
// not allowed (returns 1). Libraries are loaded and the sandbox is closed before this is called.
[[nodiscard]] int run_session(Channel& channel, int sandbox_tier);

}  // namespace mobilscan::decoder
