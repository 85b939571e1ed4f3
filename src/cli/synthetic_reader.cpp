#include "cli/synthetic_reader.h"

#include "core/torture.h"

#ifdef MOBILSCAN_TORTURE

#include <array>
#include <cstdint>
#include <string>

namespace mobilscan::cli {
namespace {

// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv, over the picture's bytes.
std::uint64_t hash_of(image::ImageView picture) {
    constexpr std::uint64_t offset = 0xcbf29ce484222325;
    constexpr std::uint64_t prime = 0x100000001b3;
    std::uint64_t hash = offset;
    for (std::int32_t y = 0; y < picture.height; ++y) {
        const std::uint8_t* row = picture.data + y * picture.stride;
        for (std::int32_t x = 0; x < picture.width * picture.channels; ++x) {
            hash = (hash ^ row[x]) * prime;
        }
    }
    return hash;
}

class SyntheticReader final : public ocr::TextReader {
public:
    // None to three regions: of the chunks some have no detection.
    Result<ocr::FoundText> find(image::ImageView picture) override {
        constexpr std::uint64_t choices = 4;
        const auto count = static_cast<std::size_t>(hash_of(picture) % choices);
        ocr::FoundText found;
        for (std::size_t i = 0; i < count; ++i) {
            const auto top = static_cast<float>(10 + 40 * i);
            found.regions.push_back(
                {{{{10, top}, {110, top}, {110, top + 20}, {10, top + 20}}}, 1});
            found.groups.push_back(i);
        }
        found.is_faint.resize(count);
        return found;
    }

    Result<std::vector<ocr::TextLine>> read(image::ImageView picture, const ocr::FoundText& found,
                                            std::span<const std::size_t> regions) override {
        const std::string digits = std::to_string(hash_of(picture));
        std::vector<ocr::TextLine> lines;
        for (const std::size_t region : regions) {
            ocr::TextLine line{"LOT " + std::to_string(region) + digits.substr(0, 4),
                               0.97F,
                               found.regions[region].quad,
                               {}};
            const auto count = static_cast<float>(line.text.size());
            float begin = 0;
            for (const char character : line.text) {
                line.characters.push_back(
                    {{character}, 0.97F, {}, begin / count, (begin + 1) / count});
                ++begin;
            }
            lines.push_back(std::move(line));
        }
        return lines;
    }
};

}  // namespace

ocr::TextReaders synthetic_readers() {
    ocr::TextReaders readers;
    readers.push_back(std::make_unique<SyntheticReader>());
    return readers;
}

}  // namespace mobilscan::cli

#endif
