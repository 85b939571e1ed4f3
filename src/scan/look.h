// Look: what a frame shows before anything in it is read.
#pragma once

#include <cstddef>
#include <vector>

#include "core/result.h"
#include "image/frame_source.h"
#include "ocr/text_reader.h"
#include "scan/linking.h"
#include "scan/read_frame.h"

namespace mobilscan::scan {

struct Look {
    Result<ocr::FoundText> found;
    std::vector<Sight> codes;
    View view;  // its places are the regions; empty where nothing is carried

    [[nodiscard]] std::size_t regions() const { return found->regions.size(); }
};

// Error in `found`: inference_failed.
[[nodiscard]] Look look_at(const image::Frame& frame, ocr::TextReader& reader,
                           const ReadOptions& options);

}  // namespace mobilscan::scan
