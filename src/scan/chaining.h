// Chaining: which regions of frames that are read together show the same line of print, and which
// continue a text that is known. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "scan/chain.h"
#include "scan/linking.h"
#include "scan/memory.h"

namespace mobilscan::scan {

// Where a region's crop is.
struct CropPlace {
    std::size_t chain = 0;
    std::size_t crop = 0;  // in that chain
};

struct Chaining {
    std::vector<Chain> chains;
    std::vector<std::vector<CropPlace>> crops;  // of each frame, of each of its regions
};

// What a frame has for it.
struct FrameRegions {
    const View* view =
        nullptr;               // empty where nothing is carried: each region is a chain of its own
    std::vector<bool> is_cut;  // each region, by the edge of the frame
    std::vector<bool> is_faint;  // too faint to be read by itself
};

// The known texts begin the first chains, in their order. A region goes on in the chain of the
// region, or of the known text, that shows the same, or begins one. What one frame misses is looked
// for in the next two, where it must be by how the picture moved.
[[nodiscard]] Chaining chained(std::span<const FrameRegions> frames, const Memory& memory);

}  // namespace mobilscan::scan
