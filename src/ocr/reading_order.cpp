#include "ocr/reading_order.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <utility>

namespace mobilscan::ocr {
namespace {

// Tilt of the typical line, each counted with its width: a long line knows its tilt best.
float common_tilt(std::span<const TextPlace> lines) {
    // Mean direction as a vector, so that angles around +-180 degrees do not cancel out.
    double x = 0;
    double y = 0;
    for (const TextPlace& line : lines) {
        x += static_cast<double>(line.quad[1].x - line.quad[0].x);
        y += static_cast<double>(line.quad[1].y - line.quad[0].y);
    }
    return static_cast<float>(std::atan2(y, x));
}

// A line in the frame of the page: `across` grows downwards over the rows, `along` to the right.
struct Placed {
    float across = 0;
    float along = 0;
    float height = 0;
    std::string_view text;
    std::size_t index = 0;
};

bool above(const Placed& a, const Placed& b) {
    return std::tie(a.across, a.along, a.text) < std::tie(b.across, b.along, b.text);
}

bool left_of(const Placed& a, const Placed& b) {
    return std::tie(a.along, a.across, a.text) < std::tie(b.along, b.across, b.text);
}

// Ends of rows: a row goes on while the next line's middle lies within half a line height.
std::size_t row_end(const std::vector<Placed>& placed, std::size_t begin) {
    std::size_t end = begin + 1;
    while (end < placed.size() && placed[end].across - placed[begin].across <
                                      std::min(placed[begin].height, placed[end].height) / 2) {
        ++end;
    }
    return end;
}

}  // namespace

std::vector<std::size_t> reading_order(std::span<const TextPlace> places) {
    const float tilt = common_tilt(places);
    const float cosine = std::cos(tilt);
    const float sine = std::sin(tilt);
    std::vector<Placed> placed;
    placed.reserve(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const core::Point middle = core::centre(places[i].quad);
        placed.push_back({middle.y * cosine - middle.x * sine, middle.x * cosine + middle.y * sine,
                          core::text_height(places[i].quad), places[i].text, i});
    }
    std::sort(placed.begin(), placed.end(), above);
    for (std::size_t begin = 0; begin < placed.size();) {
        const std::size_t end = row_end(placed, begin);
        const auto at = [&](std::size_t i) {
            return placed.begin() + static_cast<std::ptrdiff_t>(i);
        };
        std::sort(at(begin), at(end), left_of);
        begin = end;
    }
    std::vector<std::size_t> order;
    order.reserve(placed.size());
    for (const Placed& each : placed) {
        order.push_back(each.index);
    }
    return order;
}

void sort_into_reading_order(std::vector<TextLine>& lines) {
    std::vector<TextPlace> places;
    places.reserve(lines.size());
    for (const TextLine& line : lines) {
        places.push_back({line.quad, line.text});
    }
    std::vector<TextLine> sorted;
    sorted.reserve(lines.size());
    for (const std::size_t index : reading_order(places)) {
        sorted.push_back(std::move(lines[index]));
    }
    lines = std::move(sorted);
}

}  // namespace mobilscan::ocr
