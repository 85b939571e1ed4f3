#include "ocr/reader.h"

#include <algorithm>
#include <future>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "image/noise.h"
#include "ocr/ctc.h"
#include "ocr/line_crop.h"
#include "ocr/line_orientation.h"
#include "ocr/models.h"
#include "ocr/recogniser.h"
#include "ocr/stack_joining.h"
#include "ocr/twin_labels.h"
#include "ocr/vehicle_number.h"

namespace mobilscan::ocr {
namespace {

class Reader final : public TextReader {
public:
    Reader(Detector detector, LineReader lines, const ReaderOptions& options)
        : detector_(std::move(detector)), line_reader_(std::move(lines)), options_(options) {}

    using TextReader::read;

    Result<FoundText> find(image::ImageView picture) override {
        FoundText found;
        if (image::noise_deviation(picture) > options_.noise_max) {
            found.smoothed = image::smoothed(picture, smoothing);
        }
        return detector_.detect(found.smoothed.empty() ? picture : found.smoothed.view())
            .map([&](std::vector<TextRegion>&& regions) {
                found.regions = std::move(regions);
                found.groups = groups_of(found.regions, picture);
                for (const TextRegion& region : found.regions) {
                    found.is_faint.push_back(is_faint(region));
                }
                return std::move(found);
            });
    }

    Result<std::vector<TextLine>> read(image::ImageView picture, const FoundText& found,
                                       std::span<const std::size_t> regions) override {
        std::vector<TextRegion> wanted;
        wanted.reserve(regions.size());
        for (const std::size_t region : regions) {
            wanted.push_back(found.regions[region]);
        }
        const image::ImageView clear = found.smoothed.empty() ? picture : found.smoothed.view();
        auto lines = read_regions(clear, wanted);
        if (!lines || !lines->empty() || wanted.size() < found.regions.size() ||
            !options_.reads_cut_words || !is_cut_word(picture)) {
            return lines;
        }
        return line_reader_.read_row(clear, quad_of(picture)).map([this](TextLine&& whole) {
            return is_reported(whole) ? std::vector{std::move(whole)} : std::vector<TextLine>();
        });
    }

private:
    static constexpr float smoothing = 1.2F;  // pixels

    Result<std::vector<TextLine>> read_regions(image::ImageView picture,
                                               std::span<const TextRegion> regions) {
        std::vector<TextLine> lines;
        for (const TextRegion& region : regions) {
            auto line = is_faint(region) ? Result<TextLine>(TextLine{{}, 0, region.quad, {}})
                                         : line_reader_.read_region(picture, region.quad);
            if (!line) {
                return failure(line.error());
            }
            lines.push_back(std::move(*line));
        }
        if (options_.assembles_codes) {
            if (const auto done =
                    assemble_codes(picture, regions, line_reader_, options_.code_parts, lines);
                !done) {
                return failure(done.error());
            }
        }
        if (options_.joins_large_words) {
            if (const auto done = join_large_words(picture, regions, lines); !done) {
                return failure(done.error());
            }
        }
        std::vector<TextLine> reported;
        for (TextLine& line : lines) {
            for (TextLine& part : twins_apart(std::move(line))) {
                as_number(part);
                if (is_reported(part)) {
                    reported.push_back(std::move(part));
                }
            }
        }
        return reported;
    }

    // Regions that read_regions() may put together though no line of them says so: the characters
    // of a stack, and large words. What a code may be made of, its beginning tells.
    [[nodiscard]] std::vector<std::size_t> groups_of(std::span<const TextRegion> regions,
                                                     image::ImageView picture) const {
        std::vector<std::size_t> groups(regions.size());
        std::iota(groups.begin(), groups.end(), std::size_t{0});
        const auto unite = [&](std::span<const std::size_t> together) {
            const std::size_t into = groups[together.front()];
            for (const std::size_t part : together) {
                std::replace(groups.begin(), groups.end(), std::size_t{groups[part]}, into);
            }
        };
        if (options_.assembles_codes) {
            for (const JoinedRegion& stack : stacks(regions)) {
                unite(stack.parts);
            }
        }
        std::vector<std::size_t> large;
        for (std::size_t i = 0; options_.joins_large_words && i < regions.size(); ++i) {
            if (is_large(regions[i], picture)) {
                large.push_back(i);
            }
        }
        if (large.size() > 1) {
            unite(large);
        }
        return groups;
    }

    [[nodiscard]] bool is_faint(const TextRegion& region) const {
        return region.confidence < options_.region_confidence_min;
    }

    [[nodiscard]] bool is_large(const TextRegion& region, image::ImageView picture) const {
        return core::text_height(region.quad) >=
               options_.large_word_share_min *
                   static_cast<float>(std::min(picture.width, picture.height));
    }

    // A word that somebody cut out leaves the detector nothing of its surroundings.
    static constexpr std::int32_t cut_word_height_max = 96;  // pixels

    static bool is_cut_word(image::ImageView picture) {
        return picture.height <= cut_word_height_max && picture.width > picture.height;
    }

    static core::Quad quad_of(image::ImageView picture) {
        const auto right = static_cast<float>(picture.width);
        const auto bottom = static_cast<float>(picture.height);
        return {{{0, 0}, {right, 0}, {right, bottom}, {0, bottom}}};
    }

    [[nodiscard]] bool is_reported(const TextLine& line) const {
        return !line.text.empty() && line.confidence >= options_.line_confidence_min;
    }

    // Large words beside one another are one line: a display or a plate that fills the picture.
    // Small ones may be columns of a table. The lines of the regions come first, in their order.
    Result<void> join_large_words(image::ImageView picture, std::span<const TextRegion> regions,
                                  std::vector<TextLine>& lines) {
        std::vector<TextRegion> large;
        std::vector<std::size_t> places;  // of these among the regions
        for (std::size_t i = 0; i < regions.size(); ++i) {
            if (!lines[i].text.empty() && is_large(regions[i], picture)) {
                large.push_back(regions[i]);
                places.push_back(i);
            }
        }
        for (JoinedRegion& group : joined(large, options_.large_words)) {
            if (group.parts.size() < 2 || is_column(group.quad)) {
                continue;
            }
            for (std::size_t& part : group.parts) {
                part = places[part];
            }
            auto whole = line_reader_.read_region(picture, group.quad);
            if (!whole) {
                return failure(whole.error());
            }
            float least_sure = 1;
            for (const std::size_t part : group.parts) {
                least_sure = std::min(least_sure, lines[part].confidence);
            }
            if (is_reported(*whole) && whole->confidence >= least_sure) {
                put_in_place_of(*std::move(whole), group.parts, lines);
            }
        }
        return {};
    }

    static void as_number(TextLine& line) {
        if (auto number = as_vehicle_number(line.characters)) {
            line.characters = std::move(*number);
            line.text = text_of(line.characters);
        }
    }

    Detector detector_;
    LineReader line_reader_;
    ReaderOptions options_;
};

struct Networks {
    inference::Network detection;
    inference::Network orientation;
    inference::Network recognition;
};

Result<inference::Network> load(const std::filesystem::path& models, const inference::ModelPin& pin,
                                const inference::NetworkOptions& options) {
    return inference::load_model_file(models, pin).and_then([&](inference::ModelFile&& file) {
        return inference::Network::load(file, options);
    });
}

// The three at once: each takes a core a while.
Result<Networks> load(const std::filesystem::path& models,
                      const inference::NetworkOptions& options) {
    const auto in_background = [&](const inference::ModelPin& pin) {
        return std::async(std::launch::async, [&] { return load(models, pin, options); });
    };
    auto detecting = in_background(detection_model);
    auto orienting = in_background(orientation_model);
    auto recognition = load(models, recognition_model, options);
    auto detection = detecting.get();
    auto orientation = orienting.get();
    for (const auto* network : {&detection, &orientation, &recognition}) {
        if (!*network) {
            return failure(network->error());
        }
    }
    return Networks{std::move(*detection), std::move(*orientation), std::move(*recognition)};
}

Result<std::unique_ptr<TextReader>> make_reader(const Networks& networks,
                                                const ReaderOptions& options) {
    auto detector = Detector::create(networks.detection, options.detector);
    if (!detector) {
        return failure(detector.error());
    }
    auto orientation = LineOrientation::create(networks.orientation);
    if (!orientation) {
        return failure(orientation.error());
    }
    return Recogniser::create(networks.recognition)
        .map([&](Recogniser&& recogniser) -> std::unique_ptr<TextReader> {
            LineReader lines(std::move(*orientation), std::move(recogniser), options.lines);
            return std::make_unique<Reader>(std::move(*detector), std::move(lines), options);
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

Result<TextReaders> load_readers(const std::filesystem::path& models,
                                 const inference::NetworkOptions& network,
                                 const ReaderOptions& options) {
    const auto networks = load(models, network);
    if (!networks) {
        return failure(networks.error());
    }
    TextReaders readers;
    for (int i = 0; i < network.streams; ++i) {
        auto reader = make_reader(*networks, options);
        if (!reader) {
            return failure(reader.error());
        }
        readers.push_back(std::move(*reader));
    }
    return readers;
}

}  // namespace mobilscan::ocr
