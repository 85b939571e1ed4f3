// mobilscan read: OCR and barcodes of still images, one JSON line per image.
#include <chrono>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "barcode/barcode_reader.h"
#include "cli/command.h"
#include "cli/engine_options.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/line_reader.h"
#include "cli/output_file.h"
#include "media/still_reader.h"
#include "ocr/script_filter.h"

namespace mobilscan::cli {
namespace {

struct ReadCommand {
    std::vector<std::string> images;
    std::string list;
    bool barcodes = true;
    bool characters = false;
    core::Languages languages;
    EngineOptions engine;
};

Json characters_json(const std::vector<ocr::CharacterReading>& characters) {
    Json json = Json::array();
    for (const ocr::CharacterReading& character : characters) {
        Json others = Json::array();
        for (const ocr::Alternative& other : character.alternatives) {
            others.push_back({{"text", other.text}, {"score", four_decimals(other.confidence)}});
        }
        json.push_back({{"text", character.text},
                        {"score", four_decimals(character.confidence)},
                        {"from", four_decimals(character.begin)},
                        {"to", four_decimals(character.end)},
                        {"alternatives", std::move(others)}});
    }
    return json;
}

Json lines_json(const std::vector<ocr::TextLine>& lines, bool with_characters) {
    Json json = Json::array();
    for (const ocr::TextLine& line : lines) {
        json.push_back({{"text", line.text},
                        {"score", four_decimals(line.confidence)},
                        {"quad", to_json(line.quad)}});
        if (with_characters) {
            json.back()["characters"] = characters_json(line.characters);
        }
    }
    return json;
}

Json barcodes_json(const std::vector<barcode::BarcodeReading>& codes) {
    Json json = Json::array();
    for (const barcode::BarcodeReading& code : codes) {
        json.push_back(
            {{"format", code.format}, {"text", code.text}, {"quad", to_json(code.quad)}});
    }
    return json;
}

Result<Json> read_image(const ReadCommand& command, const std::string& path,
                        media::StillReader& stills, ocr::TextReader& reader) {
    const auto started = std::chrono::steady_clock::now();
    const auto picture = stills.read(path);
    if (!picture) {
        return failure(picture.error());
    }
    const auto lines = ocr::read_in_scripts(reader, picture->view(), command.languages.scripts);
    if (!lines) {
        return failure(lines.error());
    }
    std::vector<barcode::BarcodeReading> codes;
    if (command.barcodes) {
        codes = barcode::read_barcodes(picture->view(), barcode::Effort::thorough);
    }
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - started;
    return Json{{"path", path},
                {"width", picture->width()},
                {"height", picture->height()},
                {"ms", std::round(took.count() * 10) / 10},
                {"lines", lines_json(*lines, command.characters)},
                {"barcodes", barcodes_json(codes)}};
}

// The images to read, one after the other: the arguments, then the lines of the list.
class ImagePaths {
public:
    [[nodiscard]] static Result<ImagePaths> open(const ReadCommand& command) {
        ImagePaths paths(command.images);
        if (!command.list.empty()) {
            auto list = LineReader::open(command.list);
            if (!list) {
                return failure(list.error());
            }
            paths.list_ = std::move(*list);
        }
        return paths;
    }

    // Nothing at the end. Empty lines are passed over.
    [[nodiscard]] Result<std::optional<std::string>> next(const std::stop_token& stop) {
        if (stop.stop_requested()) {
            return failure(core::ErrorCode::cancelled, "stopped before the last picture");
        }
        if (next_ < images_.size()) {
            return images_[next_++];
        }
        while (list_) {
            auto line = list_->next(stop);
            if (!line || !*line || !(*line)->empty()) {
                return line;
            }
        }
        return std::nullopt;
    }

private:
    explicit ImagePaths(std::vector<std::string> images) : images_(std::move(images)) {}

    std::vector<std::string> images_;
    std::size_t next_ = 0;
    std::optional<LineReader> list_;
};

// Reads every image; false when one failed.
Result<bool> read_all(const ReadCommand& command, ImagePaths& paths, ocr::TextReader& reader,
                      const std::stop_token& stop, OutputFile& output) {
    media::StillReader stills(decoder_settings(command.engine));
    bool all_read = true;
    while (true) {
        const auto path = paths.next(stop);
        if (!path) {
            return failure(path.error());
        }
        if (!*path) {
            return all_read;
        }
        auto json = read_image(command, **path, stills, reader);
        if (!json) {
            if (core::info(json.error().code).exit_code == exit_cannot_work) {
                return failure(json.error());  // the next picture would not fare better
            }
            all_read = false;
            print_error(**path, json.error());
            json = Json{{"path", **path},
                        {"error", json.error().message},
                        {"code", core::info(json.error().code).name}};
        }
        if (const auto written = output.write(one_line(*json) + "\n"); !written) {
            return failure(written.error());
        }
    }
}

int run(const ReadCommand& command) {
    const Interrupt interrupt;
    auto paths = ImagePaths::open(command);
    if (!paths) {
        print_error("", paths.error());
        return core::info(paths.error().code).exit_code;
    }
    const auto reader = load_reader(command.engine);
    if (!reader) {
        print_error("", reader.error());
        return core::info(reader.error().code).exit_code;
    }
    const auto all_read = OutputFile::open("").and_then([&](OutputFile output) {
        return read_all(command, *paths, **reader, interrupt.token(), output);
    });
    if (!all_read) {
        print_error("", all_read.error());
        return core::info(all_read.error().code).exit_code;
    }
    return *all_read ? exit_done : exit_input_failed;
}

}  // namespace

void add_read(CLI::App& program, int& exit_code) {
    auto command = std::make_shared<ReadCommand>();
    CLI::App* read =
        program.add_subcommand("read", "Read the text and codes of pictures, one JSON line each");
    read->add_option("IMAGE", command->images, "JPEG, PNG, WebP, BMP or TIFF")->option_text(" ");
    read->add_option("--list", command->list,
                     "Also the images named in FILE, one a line; - for standard input")
        ->option_text("FILE|-");
    bool* barcodes = &command->barcodes;
    read->add_flag_callback(
        "--no-barcodes", [barcodes] { *barcodes = false; }, "Do not look for barcodes");
    read->add_flag("--characters", command->characters,
                   "Also each character: how sure, where along its line (0 to 1), and what else "
                   "it could be");
    add_languages_option(*read, command->languages);
    add_engine_options(*read, command->engine);
    read->callback([command, &exit_code] {
        if (command->images.empty() && command->list.empty()) {
            throw CLI::RequiredError("IMAGE or --list");
        }
        exit_code = run(*command);
    });
}

}  // namespace mobilscan::cli
