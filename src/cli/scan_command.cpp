// mobilscan scan: the main job on the command line.
#include <fmt/format.h>

#include <map>
#include <utility>

#include "cli/command.h"
#include "cli/engine_options.h"
#include "cli/interrupt.h"
#include "cli/output_file.h"
#include "cli/progress_bar.h"
#include "cli/scan_report.h"
#include "cli/table.h"
#include "core/plan.h"
#include "image/jpeg.h"
#include "media/video.h"
#include "media/video_frame_source.h"
#include "scan/scan.h"

namespace mobilscan::cli {
namespace {

struct ScanCommand {
    std::vector<std::string> videos;
    std::int64_t every = 30;
    std::string output;
    bool no_evidence = false;
    RenderOptions render;
    scan::ScanOptions scan;
    EngineOptions engine;
};

// Collects the detections of a video, keeps the frames that bear one, moves the progress bar.
class ReportObserver final : public scan::ScanObserver {
public:
    ReportObserver(ScanReport& report, ProgressBar& progress)
        : report_(report), progress_(progress) {}

    Result<void> on_frame(const image::Frame& frame,
                          std::span<const core::Detection> detections) override {
        report_.detections.insert(report_.detections.end(), detections.begin(), detections.end());
        progress_.advance(static_cast<std::int64_t>(detections.size()));
        if (detections.empty() || report_.evidence_folder.empty()) {
            return {};
        }
        return image::to_jpeg(frame.picture.view(), image::evidence_jpeg_quality)
            .and_then([&](const std::vector<std::uint8_t>& jpeg) {
                const auto* bytes = reinterpret_cast<const char*>(jpeg.data());
                return write_file(
                    std::filesystem::path(report_.evidence_folder) / evidence_name(frame.number),
                    {bytes, jpeg.size()});
            });
    }

private:
    ScanReport& report_;
    ProgressBar& progress_;
};

// Beside the output file, one folder a video; a second video of the same name gets a number.
std::string evidence_folder(const ScanCommand& command, std::size_t index) {
    if (command.output.empty() || command.no_evidence) {
        return "";
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
    return (std::filesystem::path(command.output).parent_path() / name).string();
}

void describe(const core::Survey& survey, ScanReport& report) {
    const bool swap = core::swaps_sides(survey.orientation);
    report.width = swap ? survey.height : survey.width;
    report.height = swap ? survey.width : survey.height;
    report.duration_us = survey.duration_us;
}

void describe(const media::EndReport& end, ScanReport& report) {
    using Reason = media::EndReport::Reason;
    if (end.reason != Reason::complete) {
        report.warnings.push_back(
            fmt::format("the video is {}: read up to {}, {} of the planned frames are missing",
                        end.reason == Reason::truncated ? "cut off" : "damaged",
                        clock_time(end.stopped_at_us), end.missing_samples));
    } else if (end.missing_samples > 0) {
        report.warnings.push_back(
            fmt::format("{} of the planned frames could not be decoded", end.missing_samples));
    }
    if (end.damaged_frames > 0) {
        report.warnings.push_back(
            fmt::format("{} frames are damaged and may show wrong text", end.damaged_frames));
    }
}

Result<void> scan_video(const ScanCommand& command, std::size_t index, ocr::TextReader& reader,
                        const std::stop_token& stop, ScanReport& report) {
    if (stop.stop_requested()) {
        return failure(core::ErrorCode::cancelled, "stopped before it was begun");
    }
    auto video = media::Video::open(command.videos[index], decoder_settings(command.engine));
    if (!video) {
        return failure(video.error());
    }
    describe(video->survey(), report);
    const auto plan = core::make_plan(video->survey(), {command.every});
    if (!plan) {
        return failure(plan.error());
    }
    report.frames_planned = static_cast<std::int64_t>(plan->samples.size());
    report.evidence_folder = evidence_folder(command, index);

    media::VideoFrameSource source(std::move(*video), {0, plan->samples});
    ProgressBar progress(std::filesystem::path(report.video).filename().string(),
                         report.frames_planned);
    ReportObserver observer(report, progress);
    scan::ScanOutcome outcome = scan::scan(source, reader, command.scan, observer, stop);
    report.items = std::move(outcome.items);
    report.frames_sampled = outcome.frames_read;
    if (outcome.stopped_by) {
        return failure(std::move(*outcome.stopped_by));
    }
    describe(source.report(), report);
    return {};
}

// Scans one video and writes its report; false when it failed or was not finished.
Result<bool> scan_and_write(const ScanCommand& command, std::size_t index, ocr::TextReader& reader,
                            const std::stop_token& stop, OutputFile& output) {
    ScanReport report;
    report.video = command.videos[index];
    if (const auto scanned = scan_video(command, index, reader, stop, report); !scanned) {
        if (core::info(scanned.error().code).exit_code == exit_cannot_work) {
            return failure(scanned.error());  // the next video would not fare better
        }
        report.error = scanned.error();
        print_error(report.video, *report.error);
    }
    for (const std::string& warning : report.warnings) {
        if (command.render.format != Format::table) {
            print_warning(report.video, warning);
        }
    }
    // A video that gave nothing has no place in a table; in the other forms its error has one.
    const bool nothing = report.error && report.frames_sampled == 0;
    if (nothing && command.render.format == Format::table) {
        return false;
    }
    return output.write(render(report, command.render)).map([&] { return !report.error; });
}

Result<bool> scan_all(const ScanCommand& command, ocr::TextReader& reader,
                      const std::stop_token& stop, OutputFile& output) {
    const Enclosure enclosure = enclosure_for(command.render, command.videos.size());
    auto written = output.write(enclosure.before);
    bool all_done = true;
    for (std::size_t i = 0; written && i < command.videos.size(); ++i) {
        if (i > 0) {
            written = output.write(enclosure.between);
        }
        if (written) {
            const auto done = scan_and_write(command, i, reader, stop, output);
            if (!done) {
                return done;
            }
            all_done = all_done && *done;
        }
    }
    return written.and_then([&] { return output.write(enclosure.after); })
        .and_then([&] { return output.finish(); })
        .map([&] { return all_done; });
}

int run(const ScanCommand& command) {
    const Interrupt interrupt;
    auto output = OutputFile::open(command.output);
    if (!output) {
        print_error("", output.error());
        return exit_input_failed;
    }
    const auto reader = load_reader(command.engine);
    if (!reader) {
        print_error("", reader.error());
        return core::info(reader.error().code).exit_code;
    }
    const auto all_done = scan_all(command, **reader, interrupt.token(), *output);
    if (!all_done) {
        print_error("", all_done.error());
        return core::info(all_done.error().code).exit_code;
    }
    return *all_done ? exit_done : exit_input_failed;
}

}  // namespace

void add_scan(CLI::App& program, int& exit_code) {
    static const std::map<std::string, Format> formats{{"table", Format::table},
                                                       {"json", Format::json},
                                                       {"jsonl", Format::jsonl},
                                                       {"csv", Format::csv}};
    auto command = std::make_shared<ScanCommand>();
    CLI::App* scan = program.add_subcommand("scan", "Read the labels and codes of videos");
    scan->add_option("VIDEO", command->videos, "mp4, mov, avi or mkv")
        ->required()
        ->option_text(" ");
    scan->add_option("--every", command->every,
                     "Read every Nth frame, from the first on; default: FRAME_INTERVAL, else 30")
        ->envname("FRAME_INTERVAL")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}))
        ->option_text("N");
    scan->add_option("--format", command->render.format, "Form of the result; default: table")
        ->transform(CLI::CheckedTransformer(formats))
        ->option_text("table|json|jsonl|csv");
    scan->add_option("--output", command->output,
                     "Write the result to FILE, and the frames that prove it into a folder "
                     "beside it")
        ->option_text("FILE");
    scan->add_flag("--no-evidence", command->no_evidence, "With --output: keep no frames");
    scan->add_flag("--detections", command->render.detections,
                   "Also each single reading (csv: instead of the items)");
    bool* items = &command->render.items;
    scan->add_flag_callback(
        "--no-items", [items] { *items = false; }, "Do not join readings to items");
    bool* barcodes = &command->scan.barcodes;
    scan->add_flag_callback(
        "--no-barcodes", [barcodes] { *barcodes = false; }, "Do not look for barcodes");
    add_engine_options(*scan, command->engine);
    scan->callback([command, &exit_code] {
        command->scan.items = command->render.items;
        exit_code = run(*command);
    });
}

}  // namespace mobilscan::cli
