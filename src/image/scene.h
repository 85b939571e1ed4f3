// Scene: what a frame shows, small and without its lighting, to tell whether a movement between two
// frames is the true one. Pure.
#pragma once

#include "core/movement.h"
#include "image/image.h"

namespace mobilscan::image {

struct Scene {
    Image grey;       // what is finer than its lighting, around 128
    float scale = 1;  // of the frame
};

[[nodiscard]] Scene scene_of(ImageView picture);

// The normalised correlation, -1 to 1, of both where they overlap after the movement, which is in
// pixels of the frames; 0 where that is less than a quarter of the frame, or nothing is to be seen.
[[nodiscard]] float likeness(const Scene& before, const Scene& after,
                             const core::Movement& movement);

}  // namespace mobilscan::image
