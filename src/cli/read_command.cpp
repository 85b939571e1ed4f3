// mobilscan read: OCR and barcodes of still images, one JSON line per image.
#include <chrono>
#include <cmath>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "cli/command.h"
#include "cli/engine_options.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/line_reader.h"
#include "cli/output_file.h"
#include "media/still_reader.h"
#include "scan/frame_readers.h"

namespace mobilscan::cli {
namespace {

struct ReadCommand {
    std::vector<std::string> images;
    std::string list;
    bool texts = true;
    bool barcodes = true;
    bool add_ons = false;
    bool characters = false;
    core::Languages languages;
    EngineOptions engine;
};

Json texts_json(const scan::FrameReading& reading, bool with_characters) {
    Json json = Json::array();
    for (const scan::Sight& sight : reading.sights) {
        if (sight.detection.kind != core::Kind::text) {
            continue;
        }
        json.push_back({{"text", sight.detection.text},
                        {"score", four_decimals(sight.detection.confidence)},
                        {"quad", to_json(sight.detection.quad)}});
        if (with_characters) {
            json.back()["characters"] = to_json(sight.characters);
        }
    }
    return json;
}

Json barcodes_json(const scan::FrameReading& reading) {
    Json json = Json::array();
    for (const scan::Sight& sight : reading.sights) {
        if (sight.detection.kind == core::Kind::barcode) {
            json.push_back({{"format", sight.detection.format},
                            {"text", sight.detection.text},
                            {"quad", to_json(sight.detection.quad)}});
            json.back().update(gs1_json(sight.detection.format, sight.detection.text));
        }
    }
    return json;
}

// An image on its way: its picture is with the readers, unless it could not be opened.
struct OpenedImage {
    std::string path;
    std::chrono::steady_clock::duration took{};  // of the opening
    std::optional<core::Error> error;
};

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
            if (line && !*line) {
                list_.reset();  // a terminal would be waited for again
            } else if (!line || !(*line)->empty()) {
                return line;
            }
        }
        return std::nullopt;
    }

    // Whether next() need not wait for the writer of the list.
    [[nodiscard]] bool is_ready() const {
        return next_ < images_.size() || !list_ || list_->is_ready();
    }

private:
    explicit ImagePaths(std::vector<std::string> images) : images_(std::move(images)) {}

    std::vector<std::string> images_;
    std::size_t next_ = 0;
    std::optional<LineReader> list_;
};

// Reads the images, several at once, and writes of each its line, in their order.
class ImagesReading {
public:
    ImagesReading(const ReadCommand& command, ImagePaths& paths, const ocr::TextReaders& readers,
                  OutputFile& output)
        : command_(command),
          paths_(paths),
          output_(output),
          stills_(decoder_settings(command.engine)),
          readers_(readers, {.barcodes = command.barcodes,
                             .scripts = command.languages.scripts,
                             .codes = {barcode::Effort::exhaustive, command.add_ons}}) {}

    // False when an image failed.
    [[nodiscard]] Result<bool> run(const std::stop_token& stop) {
        while (true) {
            if (auto opened = open_some(stop); !opened) {
                return failure(std::move(opened.error()));
            }
            if (images_.empty()) {
                return all_read_;
            }
            if (auto finished = finish_first(); !finished) {
                return failure(std::move(finished.error()));
            }
        }
    }

private:
    // Whoever waits for the line of an image before naming the next one gets it.
    [[nodiscard]] bool is_time_to_finish() const {
        return !images_.empty() &&
               (images_.front().error || readers_.ready() || !paths_.is_ready());
    }

    [[nodiscard]] Result<void> open_some(const std::stop_token& stop) {
        while (!readers_.full() && !is_time_to_finish()) {
            auto path = paths_.next(stop);
            if (!path || !*path) {
                return path.map([](const auto&) {});
            }
            open(**std::move(path));
        }
        return {};
    }

    void open(std::string path) {
        const auto begin = std::chrono::steady_clock::now();
        auto picture = stills_.read(path);
        OpenedImage image{std::move(path), std::chrono::steady_clock::now() - begin, std::nullopt};
        if (picture) {
            readers_.add({0, 0, *std::move(picture)});
        } else {
            image.error = std::move(picture.error());
        }
        images_.push_back(std::move(image));
    }

    [[nodiscard]] Result<void> finish_first() {
        const OpenedImage image = std::move(images_.front());
        images_.pop_front();
        auto json = image.error ? Result<Json>(failure(*image.error)) : read_json(image);
        if (!json) {
            const core::Error& error = json.error();
            if (core::info(error.code).exit_code == exit_cannot_work) {
                return failure(error);  // the next picture would not fare better
            }
            all_read_ = false;
            print_error(image.path, error);
            json = Json{{"path", image.path},
                        {"error", error.message},
                        {"code", core::info(error.code).name}};
        }
        return output_.write(one_line(*json) + "\n");
    }

    [[nodiscard]] Result<Json> read_json(const OpenedImage& image) {
        const scan::FrameReaders::ReadFrame read = readers_.next();
        return read.reading.map([&](const scan::FrameReading& reading) {
            const std::chrono::duration<double, std::milli> took = image.took + read.took;
            return Json{{"path", image.path},
                        {"width", read.frame.picture.width()},
                        {"height", read.frame.picture.height()},
                        {"ms", std::round(took.count() * 10) / 10},
                        {"lines", texts_json(reading, command_.characters)},
                        {"barcodes", barcodes_json(reading)}};
        });
    }

    const ReadCommand& command_;
    ImagePaths& paths_;
    OutputFile& output_;
    media::StillReader stills_;
    scan::FrameReaders readers_;
    std::deque<OpenedImage> images_;  // not written yet
    bool all_read_ = true;
};

// A single picture is read by all threads together.
int readers_for(const ReadCommand& command) {
    const bool is_one = command.list.empty() && command.images.size() == 1;
    return is_one ? 1 : readers_at_once(command.engine);
}

// Stands in the readers' place where only codes are wanted.
class NoText final : public ocr::TextReader {
public:
    Result<ocr::FoundText> find(image::ImageView /*picture*/) override { return {}; }
    Result<std::vector<ocr::TextLine>> read(image::ImageView /*picture*/,
                                            const ocr::FoundText& /*found*/,
                                            std::span<const std::size_t> /*regions*/) override {
        return {};
    }
};

Result<ocr::TextReaders> make_readers(const ReadCommand& command) {
    const int count = readers_for(command);
    if (command.texts) {
        return load_readers(command.engine, count);
    }
    ocr::TextReaders readers;
    for (int i = 0; i < count; ++i) {
        readers.push_back(std::make_unique<NoText>());
    }
    return readers;
}

int run(const ReadCommand& command) {
    const Interrupt interrupt;
    auto paths = ImagePaths::open(command);
    if (!paths) {
        print_error("", paths.error());
        return core::info(paths.error().code).exit_code;
    }
    const auto readers = make_readers(command);
    if (!readers) {
        print_error("", readers.error());
        return core::info(readers.error().code).exit_code;
    }
    const auto all_read = OutputFile::open("").and_then([&](OutputFile output) {
        return ImagesReading(command, *paths, *readers, output).run(interrupt.token());
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
    bool* texts = &command->texts;
    read->add_flag_callback("--no-text", [texts] { *texts = false; }, "Look for barcodes only");
    bool* barcodes = &command->barcodes;
    read->add_flag_callback(
        "--no-barcodes", [barcodes] { *barcodes = false; }, "Do not look for barcodes");
    read->add_flag("--add-ons", command->add_ons,
                   "The two or five digits beside an EAN or UPC belong to it");
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
