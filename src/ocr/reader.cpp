#include "ocr/reader.h"

#include <utility>
#include <vector>

#include "ocr/ctc.h"
#include "ocr/line_crop.h"
#include "ocr/line_orientation.h"
#include "ocr/models.h"
#include "ocr/reading_order.h"
#include "ocr/recogniser.h"

namespace mobilscan::ocr {
namespace {

class Reader final : public TextReader {
public:
    Reader(Detector detector, LineOrientation orientation, Recogniser recogniser,
           const ReaderOptions& options)
        : detector_(std::move(detector)),
          orientation_(std::move(orientation)),
          recogniser_(std::move(recogniser)),
          options_(options) {}

    Result<std::vector<TextLine>> read(image::ImageView picture) override {
        const auto regions = detector_.detect(picture);
        if (!regions) {
            return failure(regions.error());
        }
        std::vector<TextLine> lines;
        for (const TextRegion& region : *regions) {
            auto line = read_line(cut_line(picture, region.quad));
            if (!line) {
                return failure(line.error());
            }
            if (!line->text.empty() && line->confidence >= options_.line_confidence_min) {
                lines.push_back(std::move(*line));
            }
        }
        sort_into_reading_order(lines);
        return lines;
    }

private:
    Result<TextLine> read_line(LineCrop crop) {
        const auto upside_down = orientation_.upside_down(crop.picture.view());
        if (!upside_down) {
            return failure(upside_down.error());
        }
        if (*upside_down > options_.flip_confidence_min) {
            crop = turned_around(std::move(crop));
        }
        auto characters = recogniser_.recognise(crop.picture.view());
        if (!characters) {
            return failure(characters.error());
        }
        return TextLine{text_of(*characters), line_confidence(*characters), crop.quad,
                        std::move(*characters)};
    }

    Detector detector_;
    LineOrientation orientation_;
    Recogniser recogniser_;
    ReaderOptions options_;
};

Result<inference::Network> load(const std::filesystem::path& models, const inference::ModelPin& pin,
                                const inference::NetworkOptions& options) {
    return inference::load_model_file(models, pin).and_then([&](inference::ModelFile&& file) {
        return inference::Network::load(file, options);
    });
}

}  // namespace

ReaderOptions options_for(Profile profile) noexcept {
    ReaderOptions options;
    switch (profile) {
        case Profile::fast:
            options.detector.side_max = 640;
            break;
        case Profile::balanced:
            options.detector.side_max = 960;
            break;
        case Profile::accurate:
            options.detector.side_max = 1280;
            break;
    }
    return options;
}

Result<std::unique_ptr<TextReader>> load_reader(const std::filesystem::path& models,
                                                const inference::NetworkOptions& network,
                                                const ReaderOptions& options) {
    auto detector = load(models, detection_model, network).and_then([&](auto&& loaded) {
        return Detector::create(loaded, options.detector);
    });
    if (!detector) {
        return failure(detector.error());
    }
    auto orientation = load(models, orientation_model, network).and_then([](auto&& loaded) {
        return LineOrientation::create(loaded);
    });
    if (!orientation) {
        return failure(orientation.error());
    }
    auto recogniser = load(models, recognition_model, network).and_then([](auto&& loaded) {
        return Recogniser::create(loaded);
    });
    if (!recogniser) {
        return failure(recogniser.error());
    }
    return std::make_unique<Reader>(std::move(*detector), std::move(*orientation),
                                    std::move(*recogniser), options);
}

}  // namespace mobilscan::ocr
