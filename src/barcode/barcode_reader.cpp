#include "barcode/barcode_reader.h"

#include <ReadBarcode.h>

#include <algorithm>
#include <tuple>

#include "core/check.h"

namespace mobilscan::barcode {
namespace {

ZXing::ReaderOptions options_for(Effort effort) {
    ZXing::ReaderOptions options;
    options.setTryHarder(effort == Effort::thorough);
    options.setTryRotate(true);
    options.setTryDownscale(true);
    options.setTryInvert(true);
    options.setBinarizer(ZXing::Binarizer::LocalAverage);
    options.setTextMode(ZXing::TextMode::Plain);
    options.setEanAddOnSymbol(ZXing::EanAddOnSymbol::Ignore);
    return options;
}

core::Quad quad_of(const ZXing::Position& position) {
    const auto point = [](ZXing::PointI p) {
        return core::Point{static_cast<float>(p.x), static_cast<float>(p.y)};
    };
    return {point(position.topLeft()), point(position.topRight()), point(position.bottomRight()),
            point(position.bottomLeft())};
}

bool before(const BarcodeReading& a, const BarcodeReading& b) {
    const core::Box x = core::bounding_box(a.quad);
    const core::Box y = core::bounding_box(b.quad);
    return std::tie(x.y1, x.x1, a.format, a.text) < std::tie(y.y1, y.x1, b.format, b.text);
}

}  // namespace

std::vector<BarcodeReading> read_barcodes(image::ImageView picture, Effort effort) {
    CHECK(!picture.empty());
    const ZXing::ImageView view(
        picture.data, picture.width, picture.height,
        picture.channels == 1 ? ZXing::ImageFormat::Lum : ZXing::ImageFormat::BGR,
        static_cast<int>(picture.stride));
    std::vector<BarcodeReading> readings;
    for (const ZXing::Barcode& code : ZXing::ReadBarcodes(view, options_for(effort))) {
        if (code.isValid() && !code.text().empty()) {
            readings.push_back(
                {ZXing::ToString(code.format()), code.text(), quad_of(code.position())});
        }
    }
    std::sort(readings.begin(), readings.end(), before);
    return readings;
}

}  // namespace mobilscan::barcode
