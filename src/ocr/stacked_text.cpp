#include "ocr/stacked_text.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

namespace mobilscan::ocr {
namespace {

constexpr std::size_t characters_min = 4;
constexpr std::size_t characters_max = 20;
constexpr float height_ratio_min = 0.5F;  // of a character to the median one
constexpr int cell_height = 48;
constexpr double enlarged_width = 64;  // of the column, so that strokes are several pixels wide

// Ink of the column, 255 where there is some.
cv::Mat ink_of(const cv::Mat& grey) {
    cv::Mat ink;
    cv::threshold(grey, ink, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    // Characters stand inside, so what most of the border is, is the ground.
    const int side = std::max(1, grey.cols / 12);
    const cv::Scalar left = cv::mean(ink.colRange(0, side));
    const cv::Scalar right = cv::mean(ink.colRange(ink.cols - side, ink.cols));
    if (left[0] + right[0] > 255) {
        cv::bitwise_not(ink, ink);
    }
    return ink;
}

using Rows = std::pair<int, int>;

// Runs of rows that have ink.
std::vector<Rows> rows_with_ink(const cv::Mat& ink) {
    cv::Mat sums;
    cv::reduce(ink, sums, 1, cv::REDUCE_SUM, CV_32S);
    const int least = 255 * std::max(1, ink.cols / 32);
    std::vector<Rows> runs;
    int begin = -1;
    for (int y = 0; y <= ink.rows; ++y) {
        const bool has_ink = y < ink.rows && sums.at<int>(y) >= least;
        if (has_ink && begin < 0) {
            begin = y;
        } else if (!has_ink && begin >= 0) {
            runs.emplace_back(begin, y);
            begin = -1;
        }
    }
    return runs;
}

int height_of(const Rows& rows) {
    return rows.second - rows.first;
}

// The runs that are characters: without specks, and none that is far from the median.
std::vector<Rows> characters_of(std::vector<Rows> runs) {
    if (runs.size() < characters_min) {
        return {};
    }
    std::vector<int> heights;
    heights.reserve(runs.size());
    for (const Rows& rows : runs) {
        heights.push_back(height_of(rows));
    }
    std::nth_element(heights.begin(),
                     heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2),
                     heights.end());
    const auto median = static_cast<float>(heights[heights.size() / 2]);
    std::erase_if(runs, [&](const Rows& rows) {
        return static_cast<float>(height_of(rows)) < height_ratio_min * median;
    });
    const bool alike = std::all_of(runs.begin(), runs.end(), [&](const Rows& rows) {
        return static_cast<float>(height_of(rows)) < median / height_ratio_min;
    });
    return alike && runs.size() >= characters_min && runs.size() <= characters_max
               ? runs
               : std::vector<Rows>();
}

// The columns of the ink of one character.
std::pair<int, int> columns_of(const cv::Mat& ink) {
    cv::Mat sums;
    cv::reduce(ink, sums, 0, cv::REDUCE_SUM, CV_32S);
    int first = ink.cols;
    int last = 0;
    for (int x = 0; x < ink.cols; ++x) {
        if (sums.at<int>(x) > 255) {
            first = std::min(first, x);
            last = std::max(last, x + 1);
        }
    }
    return {first, last};
}

}  // namespace

std::optional<image::Image> unstacked(image::ImageView column) {
    const cv::Mat picture(column.height, column.width, CV_8UC(column.channels),
                          const_cast<std::uint8_t*>(column.data),
                          static_cast<std::size_t>(column.stride));
    cv::Mat colour;
    const double scale = std::max(1.0, enlarged_width / column.width);
    cv::resize(picture, colour, cv::Size(), scale, scale, cv::INTER_CUBIC);
    cv::Mat grey;
    cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
    const cv::Mat ink = ink_of(grey);
    const std::vector<Rows> characters = characters_of(rows_with_ink(ink));
    if (characters.empty()) {
        return std::nullopt;
    }
    std::vector<cv::Mat> cells;
    cells.reserve(characters.size());
    int width = 0;
    for (const Rows& rows : characters) {
        const int margin = std::max(1, height_of(rows) / 8);
        const int top = std::max(0, rows.first - margin);
        const int bottom = std::min(colour.rows, rows.second + margin);
        const auto [first, last] = columns_of(ink.rowRange(rows.first, rows.second));
        if (last <= first) {
            return std::nullopt;
        }
        const int left = std::max(0, first - margin);
        const int right = std::min(colour.cols, last + margin);
        cv::Mat cell;
        const double to_height = static_cast<double>(cell_height) / (bottom - top);
        cv::resize(colour(cv::Range(top, bottom), cv::Range(left, right)), cell, cv::Size(),
                   to_height, to_height, cv::INTER_AREA);
        cv::resize(cell, cell, cv::Size(cell.cols, cell_height));
        width += cell.cols;
        cells.push_back(cell);
    }
    image::Image line(width, cell_height, column.channels);
    cv::Mat target(cell_height, width, CV_8UC(column.channels), line.data(),
                   static_cast<std::size_t>(line.stride()));
    cv::hconcat(cells, target);
    return line;
}

}  // namespace mobilscan::ocr
