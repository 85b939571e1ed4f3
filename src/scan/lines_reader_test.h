// A made-up text reader for tests: each line that it is told of has a region of its own.
#pragma once

#include <numeric>
#include <utility>
#include <vector>

#include "ocr/text_reader.h"

namespace mobilscan::scan {

class LinesReader : public ocr::TextReader {
public:
    using ocr::TextReader::read;

    Result<ocr::FoundText> find(image::ImageView picture) override {
        return lines(picture).map([](const std::vector<ocr::TextLine>& lines) {
            ocr::FoundText found;
            for (const ocr::TextLine& line : lines) {
                found.regions.push_back({line.quad, 1});
            }
            found.is_faint.resize(lines.size());
            found.groups.resize(lines.size());
            std::iota(found.groups.begin(), found.groups.end(), std::size_t{0});
            return found;
        });
    }

    Result<std::vector<ocr::TextLine>> read(image::ImageView picture,
                                            const ocr::FoundText& /*found*/,
                                            std::span<const std::size_t> regions) override {
        return lines(picture).map([&](const std::vector<ocr::TextLine>& lines) {
            std::vector<ocr::TextLine> wanted;
            for (const std::size_t region : regions) {
                wanted.push_back(lines[region]);
            }
            return wanted;
        });
    }

protected:
    // The same for the same picture.
    [[nodiscard]] virtual Result<std::vector<ocr::TextLine>> lines(image::ImageView picture) = 0;
};

}  // namespace mobilscan::scan
