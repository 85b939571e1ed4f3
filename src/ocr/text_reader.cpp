#include "ocr/text_reader.h"

#include <numeric>

#include "ocr/reading_order.h"

namespace mobilscan::ocr {

Result<std::vector<TextLine>> TextReader::read(image::ImageView picture) {
    return find(picture).and_then([&](const FoundText& found) {
        std::vector<std::size_t> all(found.regions.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        return read(picture, found, all).map([](std::vector<TextLine>&& lines) {
            sort_into_reading_order(lines);
            return std::move(lines);
        });
    });
}

}  // namespace mobilscan::ocr
