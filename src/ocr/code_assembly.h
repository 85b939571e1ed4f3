// Codes of containers put together from what was found apart: the check digit in its frame, the
// owner's letters above the number, characters one below the other.
#pragma once

#include <span>
#include <vector>

#include "core/result.h"
#include "image/image.h"
#include "ocr/line_source.h"
#include "ocr/region_joining.h"
#include "ocr/text_line.h"
#include "ocr/text_regions.h"

namespace mobilscan::ocr {

// Looks at the picture again wherever lines begin a code, and puts the codes, proved by their check
// digits, in the place of the lines that are parts of them. In two rows they stay two lines.
// `lines` are those of the regions, in their order; codes come behind them, and what they replace
// is left with an empty text. Error: inference_failed.
[[nodiscard]] Result<void> assemble_codes(image::ImageView picture,
                                          std::span<const TextRegion> regions, LineSource& reader,
                                          const JoinOptions& parts, std::vector<TextLine>& lines);

// Puts a line in the place of its parts, and of whatever else was found within it.
void put_in_place_of(TextLine whole, std::span<const std::size_t> parts,
                     std::vector<TextLine>& lines);

}  // namespace mobilscan::ocr
