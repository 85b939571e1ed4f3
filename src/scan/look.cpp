#include "scan/look.h"

#include "image/patch.h"
#include "image/scene.h"

namespace mobilscan::scan {

Look look_at(const image::Frame& frame, ocr::TextReader& reader, const ReadOptions& options) {
    const image::ImageView picture = frame.picture.view();
    Look look{reader.find(picture), {}, {}};
    if (!look.found) {
        return look;
    }
    if (options.barcodes) {
        look.codes = code_sights(frame, options.codes);
    }
    if (options.carries) {
        look.view.scene = image::scene_of(picture);
        for (const ocr::TextRegion& region : look.found->regions) {
            look.view.places.push_back({region.quad, image::patch_of(picture, region.quad)});
        }
    }
    return look;
}

}  // namespace mobilscan::scan
