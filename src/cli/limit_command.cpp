// mobilscan limit: what a scan of a video cannot do without, measured alone: its decoding, and the
// inferences that it runs. For bench/limit.
#include <sys/resource.h>

#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/engine_options.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/output_file.h"
#include "core/plan.h"
#include "inference/model_file.h"
#include "media/video.h"
#include "media/video_frame_source.h"
#include "ocr/models.h"
#include "scan/scan.h"

namespace mobilscan::cli {
namespace {

struct LimitCommand {
    std::string video;
    std::int64_t every = 30;
    EngineOptions engine;
};

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// CPU seconds of this process and of its children that have ended.
double cpu_seconds() {
    double sum = 0;
    for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage{};
        ::getrusage(who, &usage);
        sum += seconds(usage.ru_utime) + seconds(usage.ru_stime);
    }
    return sum;
}

// Wall and CPU seconds of what is done.
template <class Work>
Result<Json> timed(Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    return work().map([&](std::int64_t count) {
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
        return Json{{"wall", wall.count()}, {"cpu", cpu_seconds() - cpu}, {"count", count}};
    });
}

// The source is gone, and with it the decoder's process, before this returns.
template <class Use>
Result<std::int64_t> with_frames(const LimitCommand& command, Use&& use) {
    auto video = media::Video::open(command.video, decoder_settings(command.engine));
    if (!video) {
        return failure(video.error());
    }
    return core::make_plan(video->survey(), {command.every, core::FrameSelection::first})
        .and_then([&](const core::Plan& plan) {
            media::VideoFrameSource source(std::move(*video), {0, plan.samples});
            return use(source, plan);
        });
}

Result<std::int64_t> decode(image::FrameSource& source, const core::Plan& /*plan*/) {
    std::int64_t frames = 0;
    while (true) {
        const auto frame = source.next();
        if (!frame) {
            return failure(frame.error());
        }
        if (!*frame) {
            return frames;
        }
        ++frames;
    }
}

class NoObserver final : public scan::ScanObserver {
    Result<void> on_frame(const image::Frame&, const scan::FrameReading&) override { return {}; }
};

Result<std::int64_t> read(image::FrameSource& source, const core::Plan& plan,
                          std::int64_t every_frames, const ocr::TextReaders& readers,
                          const std::stop_token& stop) {
    NoObserver observer;
    const scan::ScanOptions options{.read = {.every_frames = every_frames},
                                    .chunks = core::chunk_frames(plan)};
    scan::ScanOutcome outcome = scan::scan(source, readers, options, observer, stop);
    if (outcome.stopped_by) {
        return failure(std::move(*outcome.stopped_by));
    }
    return outcome.frames_read;
}

// The inferences of one model, on a thread for each of its streams.
Result<void> repeat(const inference::Network& network, int streams,
                    const std::vector<std::vector<std::size_t>>& shapes) {
    std::vector<Result<void>> ended(static_cast<std::size_t>(streams));
    std::vector<std::jthread> threads;
    threads.reserve(ended.size());
    for (std::size_t stream = 0; stream < ended.size(); ++stream) {
        threads.emplace_back([&, stream] {
            ended[stream] = network.open_session().and_then([&](inference::Session&& session) {
                Result<void> done;
                for (std::size_t i = stream; done && i < shapes.size(); i += ended.size()) {
                    done = session.input(shapes[i])
                               .and_then([&](std::span<float>) { return session.run(); })
                               .map([](const inference::TensorView&) {});
                }
                return done;
            });
        });
    }
    threads.clear();
    for (const Result<void>& end : ended) {
        if (!end) {
            return end;
        }
    }
    return {};
}

// The shapes that one model ran on, each as often as it ran.
std::vector<std::vector<std::size_t>> shapes_of(const std::string& model,
                                                const std::vector<inference::RunCount>& counts) {
    std::vector<std::vector<std::size_t>> shapes;
    for (const inference::RunCount& count : counts) {
        if (count.model == model) {
            shapes.insert(shapes.end(), static_cast<std::size_t>(count.runs), count.shape);
        }
    }
    return shapes;
}

// All inferences once more, with nothing beside: a list of the models, each with its time.
Result<Json> repeat_all(const LimitCommand& command, const inference::NetworkOptions& options,
                        const std::vector<inference::RunCount>& counts) {
    Json report = Json::array();
    for (const inference::ModelPin& pin : ocr::all_models) {
        const auto shapes = shapes_of(std::string(pin.name), counts);
        const auto network = inference::load_model_file(models_folder(command.engine), pin)
                                 .and_then([&](inference::ModelFile&& file) {
                                     return inference::Network::load(file, options);
                                 });
        if (!network) {
            return failure(network.error());
        }
        auto time = timed([&] {
            return repeat(*network, options.streams, shapes).map([&] {
                return static_cast<std::int64_t>(shapes.size());
            });
        });
        if (!time) {
            return time;
        }
        (*time)["model"] = pin.name;
        report.push_back(std::move(*time));
    }
    return report;
}

Result<Json> measure(const LimitCommand& command, const std::stop_token& stop) {
    const auto options = network_options(command.engine, readers_at_once(command.engine));
    const auto readers = load_readers(command.engine, options.streams);
    if (!readers) {
        return failure(readers.error());
    }
    Json report{{"cores", thread_count(command.engine)}};
    auto measured = timed([&] { return with_frames(command, decode); })
                        .and_then([&](Json&& decoding) {
                            report["decoding"] = std::move(decoding);
                            return timed([&] {
                                return with_frames(command, [&](image::FrameSource& source,
                                                                const core::Plan& plan) {
                                    return read(source, plan, command.every, *readers, stop);
                                });
                            });
                        })
                        .and_then([&](Json&& reading) {
                            report["reading"] = std::move(reading);
                            return repeat_all(command, options, inference::run_counts());
                        });
    return measured.map([&](const Json& inferences) {
        report["inferences"] = inferences;
        return report;
    });
}

int run(const LimitCommand& command) {
    const Interrupt interrupt;
    const auto written = measure(command, interrupt.token()).and_then([](const Json& report) {
        return OutputFile::open("").and_then(
            [&](OutputFile output) { return output.write(one_line(report) + "\n"); });
    });
    if (!written) {
        print_error(command.video, written.error());
        return core::info(written.error().code).exit_code;
    }
    return exit_done;
}

}  // namespace

void add_limit(CLI::App& program, int& exit_code) {
    constexpr const char* hidden = "";
    auto command = std::make_shared<LimitCommand>();
    CLI::App* limit = program.add_subcommand("limit", "Measure decoding and inferences alone");
    limit->group(hidden);
    limit->add_option("VIDEO", command->video)->required();
    limit->add_option("--every", command->every)->check(CLI::PositiveNumber);
    add_engine_options(*limit, command->engine);
    limit->callback([command, &exit_code] { exit_code = run(*command); });
}

}  // namespace mobilscan::cli
