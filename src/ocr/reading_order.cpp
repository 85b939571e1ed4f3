#include "ocr/reading_order.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <utility>

namespace mobilscan::ocr {
namespace {

// Tilt of the typical line, each counted with its width: a long line knows its tilt best.
float common_tilt(const std::vector<TextLine>& lines) {
    // Mean direction as a vector, so that angles around +-180 degrees do not cancel out.
    double x = 0;
    double y = 0;
    for (const TextLine& line : lines) {
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
    TextLine line;
};

bool above(const Placed& a, const Placed& b) {
    return std::tie(a.across, a.along, a.line.text) < std::tie(b.across, b.along, b.line.text);
}

bool left_of(const Placed& a, const Placed& b) {
    return std::tie(a.along, a.across, a.line.text) < std::tie(b.along, b.across, b.line.text);
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

void sort_into_reading_order(std::vector<TextLine>& lines) {
    const float tilt = common_tilt(lines);
    const float cosine = std::cos(tilt);
    const float sine = std::sin(tilt);
    std::vector<Placed> placed;
    placed.reserve(lines.size());
    for (TextLine& line : lines) {
        const core::Point middle = core::centre(line.quad);
        placed.push_back({middle.y * cosine - middle.x * sine, middle.x * cosine + middle.y * sine,
                          core::text_height(line.quad), std::move(line)});
    }
    std::sort(placed.begin(), placed.end(), above);
    lines.clear();
    for (std::size_t begin = 0; begin < placed.size();) {
        const std::size_t end = row_end(placed, begin);
        const auto at = [&](std::size_t i) {
            return placed.begin() + static_cast<std::ptrdiff_t>(i);
        };
        std::sort(at(begin), at(end), left_of);
        begin = end;
    }
    for (Placed& each : placed) {
        lines.push_back(std::move(each.line));
    }
}

}  // namespace mobilscan::ocr
