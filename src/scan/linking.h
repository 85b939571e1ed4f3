// Which places of two frames show the same line of print, as their pictures say: read or not.
//
// Places that look alike are paired; the movement that most pairs agree in, and that the rest of
// the picture confirms, tells the true pairs from those that only look alike, of which a rack is
// full. What is not sure is not linked. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/movement.h"
#include "core/quad.h"
#include "image/patch.h"
#include "image/scene.h"

namespace mobilscan::scan {

struct Place {
    core::Quad quad{};
    image::Patch patch;
};

// What a frame shows, as far as linking looks at it.
struct View {
    image::Scene scene;
    std::vector<Place> places;
};

struct Links {
    // For each place of `after` the index of the place of `before` that shows the same, if any.
    std::vector<std::optional<std::size_t>> before;
    std::optional<core::Movement> movement;  // of the picture; nothing when it is not sure
};

[[nodiscard]] Links linked(const View& before, const View& after);

}  // namespace mobilscan::scan
