// Names for the numbers of the reader, so that a bench can change one and measure what it is worth.
// Not for users: names and meanings follow the reader.
#pragma once

#include <string_view>

#include "core/result.h"
#include "ocr/reader.h"

namespace mobilscan::ocr {

// Sets numbers of the options, as in "detector.side=1280 join=0". Switches take 0 and 1.
// Error: usage, naming what there is.
[[nodiscard]] Result<void> tune(ReaderOptions& options, std::string_view changes);

}  // namespace mobilscan::ocr
