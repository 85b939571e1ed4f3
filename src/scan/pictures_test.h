// What the tests of linking and carrying share: a wall of labels, filmed by a camera that moves.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/quad.h"
#include "image/image.h"

namespace mobilscan::scan {

// A number from 0 to 255 that depends on all of them and looks like chance.
inline std::uint8_t chance(std::uint32_t a, std::uint32_t b, std::uint32_t c = 0) {
    std::uint32_t mixed = a * 2'654'435'761U ^ b * 2'246'822'519U ^ c * 3'266'489'917U;
    mixed ^= mixed >> 15;
    mixed *= 2'246'822'519U;
    return static_cast<std::uint8_t>((mixed ^ (mixed >> 13)) >> 8 & 0xFFU);
}

// Of the wall: a texture of 16 pixels, and on it labels of 160 x 32 whose print is blocks of 8
// pixels that their number decides.
class Wall {
public:
    struct Label {
        int number = 0;
        float x = 0;  // of its upper left corner on the wall
        float y = 0;
    };

    explicit Wall(std::vector<Label> labels) : labels_(std::move(labels)) {}

    static constexpr float label_width = 160;
    static constexpr float label_height = 32;
    static constexpr std::int32_t view_width = 640;
    static constexpr std::int32_t view_height = 360;

    [[nodiscard]] const std::vector<Label>& labels() const { return labels_; }

    // The wall as seen from that place.
    [[nodiscard]] image::Image seen(float left, float top) const {
        image::Image picture(view_width, view_height, 3);
        for (std::int32_t y = 0; y < view_height; ++y) {
            for (std::int32_t x = 0; x < view_width; ++x) {
                const std::uint8_t grey =
                    at(static_cast<float>(x) + left, static_cast<float>(y) + top);
                std::uint8_t* pixel = picture.data() + y * picture.stride() + 3 * x;
                std::fill(pixel, pixel + 3, grey);
            }
        }
        return picture;
    }

    // Where the label is then; it may be outside.
    [[nodiscard]] static core::Quad quad_of(const Label& label, float left, float top) {
        const float x = label.x - left;
        const float y = label.y - top;
        return {{{x, y},
                 {x + label_width, y},
                 {x + label_width, y + label_height},
                 {x, y + label_height}}};
    }

    [[nodiscard]] static bool is_in_view(const core::Quad& quad) {
        return quad[0].x >= 0 && quad[0].y >= 0 && quad[2].x <= view_width &&
               quad[2].y <= view_height;
    }

private:
    [[nodiscard]] std::uint8_t at(float x, float y) const {
        const auto cell = [](float along, float size) {
            return static_cast<std::uint32_t>(static_cast<std::int32_t>(std::floor(along / size)));
        };
        for (const Label& label : labels_) {
            if (x >= label.x && x < label.x + label_width && y >= label.y &&
                y < label.y + label_height) {
                const auto number = static_cast<std::uint32_t>(label.number);
                const bool is_ink =
                    chance(cell(x - label.x, 8), cell(y - label.y, 8), number) > 127;
                return is_ink ? 20 : 235;
            }
        }
        return static_cast<std::uint8_t>(90 + chance(cell(x, 16), cell(y, 16)) / 4);
    }

    std::vector<Label> labels_;
};

}  // namespace mobilscan::scan
