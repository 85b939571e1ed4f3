#include "ocr/reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "ocr/container_code.h"
#include "ocr/ctc.h"
#include "ocr/line_crop.h"
#include "ocr/line_orientation.h"
#include "ocr/models.h"
#include "ocr/reading_order.h"
#include "ocr/recogniser.h"
#include "ocr/stacked_text.h"
#include "ocr/vehicle_number.h"

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
            auto line = read_region(picture, region.quad);
            if (!line) {
                return failure(line.error());
            }
            lines.push_back(std::move(*line));
        }
        if (options_.assembles_codes) {
            if (const auto done = assemble_codes(picture, *regions, lines); !done) {
                return failure(done.error());
            }
        }
        if (options_.joins_large_words) {
            if (const auto done = join_large_words(picture, *regions, lines); !done) {
                return failure(done.error());
            }
        }
        for (TextLine& line : lines) {
            as_number(line);
        }
        std::erase_if(lines, [&](const TextLine& line) { return !is_reported(line); });
        if (lines.empty() && options_.reads_cut_words && is_cut_word(picture)) {
            auto whole = read_line(cut_line(picture, quad_of(picture)));
            if (!whole) {
                return failure(whole.error());
            }
            if (is_reported(*whole)) {
                lines.push_back(std::move(*whole));
            }
        }
        sort_into_reading_order(lines);
        return lines;
    }

private:
    // Wider columns than this, height to width, are no stack of characters.
    static constexpr float stack_ratio_min = 3;
    // The check digit of a code stands apart, often in a frame, and is not always found: how much
    // further the line is tried, in heights of it.
    static constexpr std::array check_digit_reaches{1.0F, 1.8F, 2.6F};

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

    static bool is_column(const core::Quad& quad) {
        return core::text_height(quad) >= stack_ratio_min * core::text_width(quad);
    }

    // Puts the codes of containers in the place of the lines that are parts of them. The lines are
    // those of the regions, in their order.
    Result<void> assemble_codes(image::ImageView picture, std::span<const TextRegion> regions,
                                std::vector<TextLine>& lines) {
        for (const JoinedRegion& group : joined(regions, options_.code_parts)) {
            auto code = read_code(picture, group, lines);
            if (!code) {
                return failure(code.error());
            }
            if (*code) {
                put_in_place_of(**std::move(code), group.parts, lines);
            }
        }
        return {};
    }

    // Large words beside one another are one line: a display or a plate that fills the picture.
    // Small ones may be columns of a table. The lines of the regions come first, in their order.
    Result<void> join_large_words(image::ImageView picture, std::span<const TextRegion> regions,
                                  std::vector<TextLine>& lines) {
        const float least_height = options_.large_word_share_min *
                                   static_cast<float>(std::min(picture.width, picture.height));
        std::vector<TextRegion> large;
        std::vector<std::size_t> places;  // of these among the regions
        for (std::size_t i = 0; i < regions.size(); ++i) {
            if (!lines[i].text.empty() && core::text_height(regions[i].quad) >= least_height) {
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
            auto whole = read_region(picture, group.quad);
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

    // The line instead of its parts, and of whatever else was found within it.
    static void put_in_place_of(TextLine whole, std::span<const std::size_t> parts,
                                std::vector<TextLine>& lines) {
        for (const std::size_t part : parts) {
            lines[part].text.clear();
        }
        for (TextLine& line : lines) {
            if (core::contains(whole.quad, core::centre(line.quad))) {
                line.text.clear();
            }
        }
        lines.push_back(std::move(whole));
    }

    // The code that the regions are together, if they are one.
    Result<std::optional<TextLine>> read_code(image::ImageView picture, const JoinedRegion& group,
                                              const std::vector<TextLine>& lines) {
        const bool begins = std::any_of(
            group.parts.begin(), group.parts.end(),
            [&](std::size_t part) { return begins_container_code(lines[part].characters); });
        const bool apart = group.parts.size() > 1;
        if (!begins && !(apart && options_.reads_stacks && is_column(group.quad))) {
            return std::optional<TextLine>();
        }
        auto whole =
            apart ? read_region(picture, group.quad) : Result<TextLine>(lines[group.parts[0]]);
        if (!whole) {
            return failure(whole.error());
        }
        if (auto code = as_code(*whole)) {
            return code;
        }
        if (!lacks_check_digit(whole->characters)) {
            return std::optional<TextLine>();
        }
        for (const float reach : check_digit_reaches) {
            auto further = read_line(cut_line(picture, extended(whole->quad, reach)));
            if (!further) {
                return failure(further.error());
            }
            if (auto code = as_code(std::move(*further))) {
                return code;
            }
        }
        return std::optional<TextLine>();
    }

    // The line with its end moved by that many of its heights.
    static core::Quad extended(core::Quad quad, float heights) {
        const float length = std::max(1.0F, core::text_width(quad));
        const float share = heights * core::text_height(quad) / length;
        const auto moved = [share](core::Point begin, core::Point end) {
            return core::Point{end.x + share * (end.x - begin.x),
                               end.y + share * (end.y - begin.y)};
        };
        return {quad[0], moved(quad[0], quad[1]), moved(quad[3], quad[2]), quad[3]};
    }

    static std::optional<TextLine> as_code(TextLine line) {
        auto characters = as_container_code(std::move(line.characters));
        if (!characters) {
            return std::nullopt;
        }
        line.characters = std::move(*characters);
        line.text = text_of(line.characters);
        return line;
    }

    Result<TextLine> read_region(image::ImageView picture, const core::Quad& quad) {
        auto line = read_line(cut_line(picture, quad));
        if (!line || !options_.reads_stacks || !is_column(quad)) {
            return line;
        }
        const auto in_a_row = unstacked(cut_upright(picture, quad).view());
        if (!in_a_row) {
            return line;
        }
        auto stacked = recognised(LineCrop{quad, *in_a_row});
        return !stacked || stacked->confidence > line->confidence ? stacked : line;
    }

    Result<TextLine> read_line(LineCrop crop) {
        const auto upside_down = orientation_.upside_down(crop.picture.view());
        if (!upside_down) {
            return failure(upside_down.error());
        }
        const bool seems_turned = *upside_down > options_.flip_confidence_min;
        if (!options_.tries_both_ways) {
            return recognised(seems_turned ? turned_around(std::move(crop)) : crop);
        }
        auto line = recognised(crop);
        if (!line || (!seems_turned && line->confidence >= options_.doubt_confidence)) {
            return line;
        }
        auto turned = recognised(turned_around(std::move(crop)));
        const float gain_wanted = seems_turned ? 0 : options_.turn_gain_min;
        return !turned || turned->confidence > line->confidence + gain_wanted ? turned : line;
    }

    Result<TextLine> recognised(const LineCrop& crop) {
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

Result<Networks> load(const std::filesystem::path& models,
                      const inference::NetworkOptions& options) {
    auto detection = load(models, detection_model, options);
    if (!detection) {
        return failure(detection.error());
    }
    auto orientation = load(models, orientation_model, options);
    if (!orientation) {
        return failure(orientation.error());
    }
    return load(models, recognition_model, options).map([&](inference::Network&& recognition) {
        return Networks{std::move(*detection), std::move(*orientation), std::move(recognition)};
    });
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
            return std::make_unique<Reader>(std::move(*detector), std::move(*orientation),
                                            std::move(recogniser), options);
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
