// Detector: where there is text in a picture.
//
// PP-OCRv6 detection: input 1x3xHxW, BGR, normalised by the ImageNet statistics in the order
// B, G, R; H and W multiples of 32. Output 1x1xHxW, the probability that a pixel lies in the inner
// part of a text line.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/result.h"
#include "image/image.h"
#include "inference/network.h"
#include "ocr/text_regions.h"

namespace mobilscan::ocr {

struct DetectorOptions {
    // Longer side of what the network sees. More finds smaller text and costs its square. A smaller
    // picture is never enlarged.
    std::int32_t side_max = 960;
    // A picture is looked at this much smaller first, and as above only where that shows mostly
    // small text, some that is tiny, or a trace of text and no line of it. 0: never.
    float first_share = 0.667F;
    std::int32_t first_side_min = 256;  // pixels of the first look, longer side
    float small_text_height = 13;       // of a region, in pixels of the first look
    float tiny_text_height = 10;
    float trace_threshold = 0.2F;  // a map pixel above it is a trace of text
    // Of a picture with a side of `large_side_min` or more it sees this share of its sides instead,
    // if that is more: people film large for the sake of small print.
    float large_fraction = 0.55F;
    std::int32_t large_side_min = 2560;
    // Border around the picture, as a fraction of its sides, made of its edge pixels: text that
    // touches the edge of a tight crop is found only with one.
    float border_fraction = 0.05F;
    RegionOptions regions;
};

// How a picture lies on the network's input canvas: scaled by `scale`, then moved by (left, top).
struct Canvas {
    std::int32_t width = 0;  // multiples of canvas_step
    std::int32_t height = 0;
    std::int32_t left = 0;  // width of the border
    std::int32_t top = 0;
    std::int32_t content_width = 0;
    std::int32_t content_height = 0;

    friend bool operator==(const Canvas&, const Canvas&) = default;
};

inline constexpr std::int32_t canvas_step = 32;

// The canvas of a picture of that size.
[[nodiscard]] Canvas canvas_for(std::int32_t width, std::int32_t height,
                                const DetectorOptions& options) noexcept;

// The canvas of the first look at it; none for a small picture, which costs little, and for a large
// one, where small text is what it was taken for.
[[nodiscard]] std::optional<Canvas> first_canvas_for(std::int32_t width, std::int32_t height,
                                                     const DetectorOptions& options) noexcept;

class Detector {
public:
    [[nodiscard]] static Result<Detector> create(const inference::Network& network,
                                                 const DetectorOptions& options);

    // The text regions of a BGR picture, in its pixels, clipped to it, in no particular order.
    // From one thread at a time. Error: inference_failed.
    [[nodiscard]] Result<std::vector<TextRegion>> detect(image::ImageView picture);

private:
    [[nodiscard]] Result<ProbabilityMap> look(image::ImageView picture, const Canvas& canvas);
    [[nodiscard]] bool shows_more_when_larger(const ProbabilityMap& map,
                                              std::span<const TextRegion> regions) const;

    Detector(inference::Session session, const DetectorOptions& options)
        : session_(std::move(session)), options_(options) {}

    inference::Session session_;
    DetectorOptions options_;
};

}  // namespace mobilscan::ocr
