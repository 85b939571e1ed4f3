// mobilscan scan: the main job on the command line.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/choice.h"
#include "cli/command.h"
#include "cli/engine_options.h"
#include "cli/interrupt.h"
#include "cli/output_file.h"
#include "cli/progress_bar.h"
#include "cli/scan_report.h"
#include "core/plan.h"
#include "image/jpeg.h"
#include "media/end_report.h"
#include "media/video.h"
#include "media/video_frame_source.h"
#include "scan/scan.h"

namespace mobilscan::cli {
namespace {

struct ScanCommand {
    std::vector<std::string> videos;
    std::int64_t every = 30;
    core::FrameSelection frames = core::FrameSelection::sharpest;
    std::string output;
    bool no_evidence = false;
    RenderOptions render;
    scan::ScanOptions scan;
    core::Languages languages;
    EngineOptions engine;
};

// Collects the detections of a video, keeps the frames that bear one, moves the progress bar.
class ReportObserver final : public scan::ScanObserver {
public:
    ReportObserver(ScanReport& report, ProgressBar& progress, bool with_characters)
        : report_(report),
          progress_(progress),
          evidence_(!report.evidence_folder.empty()),
          with_characters_(with_characters) {}

    Result<void> on_frame(const image::Frame& frame, const scan::FrameReading& reading) override {
        for (const scan::Sight& sight : reading.sights) {
            report_.detections.push_back(sight.detection);
            report_.carried.push_back(sight.is_carried);
            if (with_characters_) {
                report_.characters.push_back(sight.characters);
            }
        }
        report_.unread.insert(report_.unread.end(), reading.unread.begin(), reading.unread.end());
        progress_.advance(static_cast<std::int64_t>(reading.sights.size()));
        if (evidence_ && !reading.sights.empty()) {
            keep(frame);
        }
        return {};
    }

private:
    // A full disk costs the pictures, not the readings.
    void keep(const image::Frame& frame) {
        const auto kept =
            image::to_jpeg(frame.picture.view(), image::evidence_jpeg_quality)
                .and_then([&](const std::vector<std::uint8_t>& jpeg) {
                    const auto* bytes = reinterpret_cast<const char*>(jpeg.data());
                    return write_file(report_.evidence_folder / evidence_name(frame.number),
                                      {bytes, jpeg.size()});
                });
        if (kept) {
            ++report_.evidence_frames;
        } else {
            evidence_ = false;
            report_.warnings.push_back("no more evidence is kept: " + kept.error().message);
        }
    }

    ScanReport& report_;
    ProgressBar& progress_;
    bool evidence_;
    bool with_characters_;
};

// Beside the output file, one folder a video; a second video of the same name gets a number.
std::filesystem::path evidence_folder(const ScanCommand& command, std::size_t index) {
    std::error_code error;
    const auto output = std::filesystem::status(command.output, error);
    const bool to_a_file = !command.output.empty() && command.output != "-" &&
                           (!std::filesystem::exists(output) || is_regular_file(output));
    if (!to_a_file || command.no_evidence) {
        return {};
    }
    const std::filesystem::path stem = std::filesystem::path(command.videos[index]).stem();
    std::size_t same_name = 0;
    for (std::size_t i = 0; i < index; ++i) {
        same_name += std::filesystem::path(command.videos[i]).stem() == stem ? 1U : 0U;
    }
    std::string name = stem.string() + "_frames";
    if (same_name > 0) {
        name += fmt::format("_{}", same_name + 1);
    }
    return std::filesystem::path(command.output).parent_path() / name;
}

// Evidence of an earlier scan into the same folder would be taken for this one's.
void remove_old_evidence(const std::filesystem::path& folder) {
    std::error_code error;
    std::vector<std::filesystem::path> old;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (is_evidence_name(entry.path().filename().string())) {
            old.push_back(entry.path());
        }
    }
    for (const std::filesystem::path& path : old) {
        std::filesystem::remove(path, error);
    }
}

void describe(const core::Survey& survey, ScanReport& report) {
    const bool swap = core::swaps_sides(survey.orientation);
    report.width = swap ? survey.height : survey.width;
    report.height = swap ? survey.width : survey.height;
    report.duration_us = survey.duration_us;
}

Result<void> scan_video(const ScanCommand& command, std::size_t index,
                        const ocr::TextReaders& readers, const std::stop_token& stop,
                        ScanReport& report) {
    if (stop.stop_requested()) {
        return failure(core::ErrorCode::cancelled, "stopped before it was begun");
    }
    auto video = media::Video::open(command.videos[index], decoder_settings(command.engine));
    if (!video) {
        return failure(video.error());
    }
    describe(video->survey(), report);
    const auto plan = core::make_plan(video->survey(), {command.every, command.frames});
    if (!plan) {
        return failure(plan.error());
    }
    report.every_frames = command.every;
    report.frames_planned = static_cast<std::int64_t>(plan->samples.size());
    report.evidence_folder = evidence_folder(command, index);
    if (!report.evidence_folder.empty()) {
        remove_old_evidence(report.evidence_folder);
    }

    media::VideoFrameSource source(std::move(*video), {0, plan->samples});
    ProgressBar progress(std::filesystem::path(report.video).filename().string(),
                         report.frames_planned);
    ReportObserver observer(report, progress, command.render.characters);
    scan::ScanOptions options = command.scan;
    options.chunks = core::chunk_frames(*plan);
    scan::ScanOutcome outcome = scan::scan(source, readers, options, observer, stop);
    report.unread = core::in_stretches(std::move(report.unread), command.every);
    report.items = std::move(outcome.items);
    report.item_of_detection = std::move(outcome.item_of_detection);
    report.frames_sampled = outcome.frames_read;
    report.crops_seen = outcome.crops_seen;
    report.crops_read = outcome.crops_read;
    if (outcome.stopped_by) {
        return failure(std::move(*outcome.stopped_by));
    }
    for (std::string& warning : media::warnings(source.report())) {
        report.warnings.push_back(std::move(warning));
    }
    return {};
}

// Scans one video and writes its report, whatever came of it. The exit code it deserves.
Result<int> scan_and_write(const ScanCommand& command, std::size_t index,
                           const ocr::TextReaders& readers, const std::stop_token& stop,
                           OutputFile& output) {
    ScanReport report;
    report.video = command.videos[index];
    int exit_code = exit_done;
    if (const auto scanned = scan_video(command, index, readers, stop, report); !scanned) {
        report.error = scanned.error();
        exit_code = core::info(report.error->code).exit_code;
        print_error(report.video, *report.error);
    }
    for (const std::string& warning : report.warnings) {
        if (command.render.format != Format::table) {
            print_warning(report.video, warning);
        }
    }
    if (report.evidence_frames > 0) {
        print_note(report.video, fmt::format("{} kept as evidence in {}",
                                             media::frames_text(report.evidence_frames),
                                             report.evidence_folder.string()));
    }
    // A video that gave nothing has no place in a table; in the other forms its error has one.
    if (report.error && report.frames_sampled == 0 && command.render.format == Format::table) {
        return exit_code;
    }
    return output.write(render(report, command.render)).map([&] { return exit_code; });
}

// The worst exit code of all videos. After one that says that the program cannot work here the
// rest is not tried: it would not fare better.
Result<int> scan_all(const ScanCommand& command, const ocr::TextReaders& readers,
                     const std::stop_token& stop, OutputFile& output) {
    const Enclosure enclosure = enclosure_for(command.render, command.videos.size());
    auto written = output.write(enclosure.before);
    int worst = exit_done;
    for (std::size_t i = 0; written && i < command.videos.size() && worst < exit_cannot_work; ++i) {
        if (i > 0) {
            written = output.write(enclosure.between);
        }
        if (written) {
            const auto exit_code = scan_and_write(command, i, readers, stop, output);
            if (!exit_code) {
                return exit_code;
            }
            worst = std::max(worst, *exit_code);
        }
    }
    return written.and_then([&] { return output.write(enclosure.after); })
        .and_then([&] { return output.finish(); })
        .map([&] { return worst; });
}

Result<void> check_output(const ScanCommand& command) {
    for (const std::string& video : command.videos) {
        if (same_file(video, command.output)) {
            return failure(core::ErrorCode::usage,
                           "--output " + command.output + " would overwrite the video " + video);
        }
    }
    return {};
}

Result<int> run_scan(const ScanCommand& command, const std::stop_token& stop) {
    return check_output(command)
        .and_then([&] { return OutputFile::open(command.output); })
        .and_then([&](OutputFile output) {
            return load_readers(command.engine, readers_at_once(command.engine))
                .and_then([&](const ocr::TextReaders& readers) {
                    return scan_all(command, readers, stop, output);
                });
        });
}

int run(const ScanCommand& command) {
    const Interrupt interrupt;
    const auto exit_code = run_scan(command, interrupt.token());
    if (!exit_code) {
        print_error("", exit_code.error());
        return core::info(exit_code.error().code).exit_code;
    }
    return *exit_code;
}

}  // namespace

void add_scan(CLI::App& program, int& exit_code) {
    auto command = std::make_shared<ScanCommand>();
    CLI::App* scan = program.add_subcommand("scan", "Read the labels and codes of videos");
    scan->add_option("VIDEO", command->videos, "mp4, mov, avi, mkv or webm")
        ->required()
        ->option_text(" ");
    scan->add_option("--every", command->every,
                     "Read one of every N frames; default: FRAME_INTERVAL, else 30")
        ->envname("FRAME_INTERVAL")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}))
        ->option_text("N");
    add_choice(
        *scan, "--frame-selection", command->frames,
        {{"sharpest", core::FrameSelection::sharpest}, {"first", core::FrameSelection::first}},
        "Which one of N frames; default: sharpest; also MOBILSCAN_FRAME_SELECTION")
        ->envname("MOBILSCAN_FRAME_SELECTION");
    add_choice(*scan, "--format", command->render.format,
               {{"table", Format::table},
                {"json", Format::json},
                {"jsonl", Format::jsonl},
                {"csv", Format::csv}},
               "Form of the result; default: table");
    scan->add_option("--output", command->output,
                     "Write the result to FILE, and the frames that prove it into a folder "
                     "beside it")
        ->option_text("FILE");
    scan->add_flag("--no-evidence", command->no_evidence, "With --output: keep no frames");
    scan->add_flag("--detections", command->render.detections,
                   "Also each single reading (csv: instead of the items)");
    scan->add_flag(
        "--characters", command->render.characters,
        "With --detections or json: each character of a reading, how sure, and what else "
        "it could be");
    bool* items = &command->render.items;
    scan->add_flag_callback(
        "--no-items", [items] { *items = false; }, "Do not join readings to items");
    bool* barcodes = &command->scan.read.barcodes;
    scan->add_flag_callback(
        "--no-barcodes", [barcodes] { *barcodes = false; }, "Do not look for barcodes");
    add_languages_option(*scan, command->languages);
    add_engine_options(*scan, command->engine);
    scan->callback([command, &exit_code] {
        command->scan.items = command->render.items;
        command->scan.read.carries = command->render.items;
        command->scan.read.scripts = command->languages.scripts;
        command->scan.read.every_frames = command->every;
        exit_code = run(*command);
    });
}

}  // namespace mobilscan::cli
