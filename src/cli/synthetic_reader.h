// A reader for the torture build whose texts are a pure function of the frame: what the protocol
// makes of them is what is tested, thousands of times, so reading must cost nothing.
#pragma once

#include "core/result.h"
#include "ocr/text_reader.h"

namespace mobilscan::cli {

[[nodiscard]] ocr::TextReaders synthetic_readers();

}  // namespace mobilscan::cli
