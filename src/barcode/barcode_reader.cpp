#include "barcode/barcode_reader.h"

#include <ReadBarcode.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

#include "core/check.h"
#include "core/gs1.h"
#include "image/bars.h"
#include "image/transform.h"

namespace mobilscan::barcode {
namespace {

ZXing::ReaderOptions zxing_options(const BarcodeOptions& wanted) {
    ZXing::ReaderOptions options;
    options.setTryHarder(true);
    options.setTryRotate(true);
    options.setTryDownscale(true);
    options.setTryInvert(true);
    options.setBinarizer(ZXing::Binarizer::LocalAverage);
    options.setTextMode(ZXing::TextMode::Plain);
    options.setEanAddOnSymbol(wanted.add_ons ? ZXing::EanAddOnSymbol::Read
                                             : ZXing::EanAddOnSymbol::Ignore);
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

// Codes of one check digit at most are found in noise, and in parts of other codes, by a few of the
// lines across them: of 600 pictures all wrong readings but those of whole other codes had four or
// fewer.
bool is_weak(const BarcodeReading& reading, int lines) {
    constexpr std::array<std::string_view, 6> weak_formats{"EAN-13", "EAN-8", "UPC-A",
                                                           "UPC-E",  "ITF",   "Codabar"};
    constexpr int weak_lines_max = 4;
    return lines <= weak_lines_max && std::find(weak_formats.begin(), weak_formats.end(),
                                                reading.format) != weak_formats.end();
}

// ZXing's name of the symbology, and GS1's own where the content is made of its elements.
std::string format_of(const ZXing::Barcode& code) {
    std::string format = ZXing::ToString(code.format());
    if (code.contentType() != ZXing::ContentType::GS1 || format.starts_with("DataBar")) {
        return format;
    }
    return format == "Code 128" ? "GS1-128" : "GS1 " + format;
}

// ZXing tells a UPC-A as an EAN-13 that begins with 0, and a UPC-E as the one it is short for.
// These have the digits that stand under the bars.
void tell_upc_as_printed(BarcodeReading& reading) {
    const std::size_t digits = std::min(reading.text.find(' '), reading.text.size());  // an add-on
    constexpr std::size_t ean_13_digits = 13;
    if (digits != ean_13_digits || !reading.text.starts_with('0')) {
        return;
    }
    if (reading.format == "EAN-13") {
        reading.format = "UPC-A";
        reading.text.erase(0, 1);
    } else if (reading.format == "UPC-E") {
        const std::string upc_a = reading.text.substr(1, digits - 1);
        if (const auto upc_e = core::upc_e_of(upc_a)) {
            reading.text.replace(0, digits, *upc_e);
        }
    }
}

std::vector<BarcodeReading> read_once(image::ImageView picture,
                                      const ZXing::ReaderOptions& options) {
    const ZXing::ImageView view(
        picture.data, picture.width, picture.height,
        picture.channels == 1 ? ZXing::ImageFormat::Lum : ZXing::ImageFormat::BGR,
        static_cast<int>(picture.stride));
    std::vector<BarcodeReading> readings;
    for (const ZXing::Barcode& code : ZXing::ReadBarcodes(view, options)) {
        if (!code.isValid()) {
            continue;
        }
        std::string text = code.text();
        if (text.empty() || text.find('\0') != std::string::npos) {
            text = code.text(ZXing::TextMode::Hex);
        }
        if (!text.empty()) {
            BarcodeReading reading{format_of(code), std::move(text), quad_of(code.position()),
                                   false};
            tell_upc_as_printed(reading);
            reading.is_weak = is_weak(reading, code.lineCount());
            readings.push_back(std::move(reading));
        }
    }
    return readings;
}

// Passes over the same picture made easier, until one finds something. What each finds and costs is
// in docs/benchmarks/.
class Cascade {
public:
    Cascade(image::ImageView picture, const ZXing::ReaderOptions& options)
        : grey_(image::to_grey(picture)),
          is_small_(std::int64_t{picture.width} * picture.height <= small_pixels_max),
          options_(options) {
        // A pass that sees little sees the add-on least.
        if (options_.eanAddOnSymbol() == ZXing::EanAddOnSymbol::Read) {
            options_.setEanAddOnSymbol(ZXing::EanAddOnSymbol::Require);
        }
    }

    std::vector<BarcodeReading> run() {
        if (take(read_once(image::with_even_contrast(grey_.view()).view(), options_)) ||
            try_turned({.degrees = 45})) {
            return std::move(found_);
        }
        if (is_small_) {
            static_cast<void>(try_turned({.scale = 2}) || try_turned({.degrees = 20}) ||
                              try_turned({.degrees = -20}));
        }
        return std::move(found_);
    }

private:
    // The last passes are for small pictures, which cost little and are cut out around a code.
    static constexpr std::int64_t small_pixels_max = 1'000'000;

    struct Turn {
        float degrees = 0;
        float scale = 1;
    };

    bool try_turned(const Turn& turn) {
        const image::Turned turned = image::turned(grey_.view(), turn.degrees, turn.scale);
        std::vector<BarcodeReading> readings = read_once(turned.picture.view(), options_);
        for (BarcodeReading& reading : readings) {
            reading.quad = image::turned_back(reading.quad, turned);
        }
        return take(std::move(readings));
    }

    // Pictures made easier make more codes of noise: these have to be found by two passes.
    static bool is_often_noise(const BarcodeReading& reading) {
        constexpr std::size_t codabar_noise_max = 5;  // characters, start and stop among them
        return reading.format == "UPC-E" ||
               (reading.format == "Codabar" && reading.text.size() <= codabar_noise_max);
    }

    bool take(std::vector<BarcodeReading> readings) {
        for (BarcodeReading& reading : readings) {
            if (!is_often_noise(reading) || seen_before(reading)) {
                found_.push_back(std::move(reading));
            } else {
                weak_.push_back(std::move(reading));
            }
        }
        return !found_.empty();
    }

    [[nodiscard]] bool seen_before(const BarcodeReading& reading) const {
        return std::any_of(weak_.begin(), weak_.end(), [&](const BarcodeReading& before) {
            return before.format == reading.format && before.text == reading.text;
        });
    }

    image::Image grey_;
    bool is_small_;
    ZXing::ReaderOptions options_;
    std::vector<BarcodeReading> found_;
    std::vector<BarcodeReading> weak_;
};

image::ImageView part_of(image::ImageView picture, const image::BarRegion& region) {
    return {picture.data + region.y * picture.stride + std::ptrdiff_t{region.x} * picture.channels,
            region.width, region.height, picture.channels, picture.stride};
}

// Whether the other is the same code in the same place.
bool is_same(const BarcodeReading& one, const BarcodeReading& other) {
    const core::Box box = core::bounding_box(one.quad);
    return one.text == other.text &&
           core::distance(core::centre(one.quad), core::centre(other.quad)) <
               std::max(box.x2 - box.x1, box.y2 - box.y1) / 2;
}

// Bars that could not be read, made easier, each by itself. What comes of that is believed with
// another proof alone, but for Code 128, which has its own.
void try_harder_at_bars(image::ImageView picture, const ZXing::ReaderOptions& options,
                        std::vector<BarcodeReading>& readings) {
    const image::Image grey = image::to_grey(picture);
    const auto is_known = [&readings](const auto& test) {
        return std::any_of(readings.begin(), readings.end(), test);
    };
    for (const image::BarRegion& region : image::bar_regions(grey.view())) {
        if (is_known([&](const BarcodeReading& each) {
                return region.contains(core::centre(each.quad));
            })) {
            continue;
        }
        const image::ImageView bars = part_of(grey.view(), region);
        std::vector<BarcodeReading> found = read_once(bars, options);
        if (found.empty()) {
            found = Cascade(bars, options).run();
        }
        for (BarcodeReading& reading : found) {
            for (core::Point& corner : reading.quad) {
                corner.x += static_cast<float>(region.x);
                corner.y += static_cast<float>(region.y);
            }
            reading.is_weak = reading.is_weak || !reading.format.ends_with("128");
            if (!is_known([&](const BarcodeReading& each) { return is_same(each, reading); })) {
                readings.push_back(std::move(reading));
            }
        }
    }
}

}  // namespace

std::vector<BarcodeReading> read_barcodes(image::ImageView picture, const BarcodeOptions& wanted) {
    CHECK(!picture.empty());
    const ZXing::ReaderOptions options = zxing_options(wanted);
    std::vector<BarcodeReading> readings = read_once(picture, options);
    if (readings.empty() && wanted.effort == Effort::exhaustive) {
        readings = Cascade(picture, options).run();
    }
    if (wanted.effort == Effort::thorough) {
        try_harder_at_bars(picture, options, readings);
    }
    std::sort(readings.begin(), readings.end(), before);
    return readings;
}

}  // namespace mobilscan::barcode
