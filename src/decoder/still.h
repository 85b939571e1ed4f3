// One still image from an open file.
#pragma once

#include "core/orientation.h"
#include "core/result.h"
#include "decoder/libav.h"

namespace mobilscan::decoder {

struct Still {
    LibavPtr<AVFrame> frame;
    core::Orientation orientation = core::Orientation::as_stored;
};

// Borrows `file`. Errors: unsupported_container, over_budget (limits::still_bytes_max),
// corrupt_media, too_many_pixels, decoder_out_of_memory.
[[nodiscard]] Result<Still> decode_still(int file);

}  // namespace mobilscan::decoder
