// TextReader: picture in, lines of text out. The seam between the scan and the networks; tests put
// a made-up reader here.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/result.h"
#include "image/image.h"
#include "ocr/text_line.h"
#include "ocr/text_regions.h"

namespace mobilscan::ocr {

// Where a picture holds text.
struct FoundText {
    std::vector<TextRegion> regions;  // in no particular order
    // Of each region a number that it shares with those that may be parts of one line with it: what
    // is read of one needs the others.
    std::vector<std::size_t> groups;
    // Of each region whether it is too faint to be read but with its group.
    std::vector<bool> is_faint;
    image::Image smoothed;  // the picture, where it was too noisy to be read as it is; else empty
};

class TextReader {
public:
    virtual ~TextReader() = default;

    // Where a BGR picture holds text; nowhere is a valid answer. The same picture gives the same.
    // To be called from one thread at a time, as the others. Error: inference_failed.
    [[nodiscard]] virtual Result<FoundText> find(image::ImageView picture) = 0;

    // The lines of those regions of the picture, given by their places in `found`, in no particular
    // order. A line that is as its region has its corners, though it may begin at another of them.
    // Error: inference_failed.
    [[nodiscard]] virtual Result<std::vector<TextLine>> read(
        image::ImageView picture, const FoundText& found, std::span<const std::size_t> regions) = 0;

    // The lines of the picture in reading order; none is a valid answer.
    [[nodiscard]] Result<std::vector<TextLine>> read(image::ImageView picture);

protected:
    TextReader() = default;
    TextReader(const TextReader&) = default;
    TextReader& operator=(const TextReader&) = default;
};

// Readers that read alike, one for each thread that reads.
using TextReaders = std::vector<std::unique_ptr<TextReader>>;

}  // namespace mobilscan::ocr
