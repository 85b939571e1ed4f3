// Where a container says that its file ends: a file that is shorter was cut off, by an upload
// that broke or a camera that lost power. Demuxers meet such an end like any other and say
// nothing, so the top level is walked here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "decoder/sniff.h"

namespace mobilscan::decoder {

// Reads up to `bytes` at `position`, returns how many there were.
using ReadAt =
    std::function<std::size_t(std::int64_t position, std::uint8_t* buffer, std::size_t bytes)>;

// Whether a box, RIFF chunk or Matroska segment on the top level reaches behind `size` bytes.
// Looks at most at limits::container_pieces_max pieces.
[[nodiscard]] bool ends_early(Container container, std::int64_t size, const ReadAt& read);

}  // namespace mobilscan::decoder
