// mobilscan empty-jobs: how many jobs a second the protocol carries when there is nothing to read.
//
// For bench/machines. Jobs of a made-up video of one striped frame go the whole way of a job: row,
// message, claim, plan, chunk, items; without a decoder and without networks. The frame is bright
// and sharp, else its picture would be kept as evidence of what could not be read.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/service.h"
#include "cli/service_options.h"
#include "image/threads.h"
#include "store/identity.h"
#include "store/job_store.h"
#include "worker/worker.h"

namespace mobilscan::cli {
namespace {

struct EmptyJobsCommand {
    config::Sources sources;
    int jobs = 1000;
    int workers = 8;
};

class StripedVideo final : public worker::VideoReading {
public:
    StripedVideo() {
        constexpr std::int64_t second_us = 1'000'000;
        survey_.packets.push_back({0, 1, true});
        survey_.duration_us = second_us;
    }
    [[nodiscard]] const core::Survey& survey() const override { return survey_; }
    void begin(media::FrameRequest request) override { request_ = std::move(request); }
    [[nodiscard]] Result<std::optional<image::Frame>> next() override {
        if (next_ == request_.samples.size()) {
            return std::nullopt;
        }
        const core::Sample& sample = request_.samples[next_++];
        return image::Frame{sample.number, sample.pts_us, stripes()};
    }
    [[nodiscard]] media::EndReport report() const override {
        media::EndReport report;
        report.duration_us = survey_.duration_us;
        return report;
    }

private:
    static image::Image stripes() {
        constexpr int side = 8;
        constexpr std::uint8_t white = 255;
        image::Image picture(side, side, 3);
        for (int y = 0; y < side; y += 2) {
            std::fill_n(picture.data() + y * picture.stride(), picture.stride(), white);
        }
        return picture;
    }

    core::Survey survey_;
    media::FrameRequest request_;
    std::size_t next_ = 0;
};

class BlindReader final : public ocr::TextReader {
public:
    Result<ocr::FoundText> find(image::ImageView /*picture*/) override { return ocr::FoundText{}; }
    Result<std::vector<ocr::TextLine>> read(image::ImageView /*picture*/,
                                            const ocr::FoundText& /*found*/,
                                            std::span<const std::size_t> /*regions*/) override {
        return std::vector<ocr::TextLine>{};
    }
};

worker::Tools tools_of(const Service& service) {
    return {*service.database,
            service.videos,
            service.frames,
            *service.doorbell,
            [](const core::Descriptor&) -> Result<std::unique_ptr<worker::VideoReading>> {
                return std::make_unique<StripedVideo>();
            },
            [](core::Profile) -> Result<ocr::TextReaders> {
                ocr::TextReaders readers;
                readers.push_back(std::make_unique<BlindReader>());
                return readers;
            },
            "blind"};
}

Result<void> accept_jobs(const Service& service, const EmptyJobsCommand& command,
                         const std::string& path) {
    auto connection = service.database->connect();
    if (!connection) {
        return failure(connection.error());
    }
    store::JobStore jobs(**connection);
    for (int i = 0; i < command.jobs; ++i) {
        store::NewJob job;
        job.job_id = store::new_uuid();
        job.video_name = "striped.mp4";
        job.video_path = path;
        job.settings = "every=1 barcodes=off";
        auto done = jobs.accept(job)
                        .and_then([&](const store::Accepted&) {
                            return service.doorbell->announce({job.job_id, path, job.video_name});
                        })
                        .and_then([&] { return jobs.mark_pushed(job.job_id); });
        if (!done) {
            return done;
        }
    }
    return {};
}

// Until nothing is due.
Result<void> work_all(worker::Worker& worker) {
    for (;;) {
        const auto worked = worker.work_once({});
        if (!worked || !*worked) {
            return worked.map([](bool) {});
        }
    }
}

Result<void> measure(const EmptyJobsCommand& command) {
    const auto config = load_config(command.sources);
    if (!config) {
        return failure(config.error());
    }
    const auto service = open_service(*config);
    if (!service) {
        return failure(service.error());
    }
    image::use_threads(1);  // of each worker
    const std::string path = service->videos.path_of("striped.mp4");
    std::ofstream(path) << "striped";
    if (auto accepted = accept_jobs(*service, command, path); !accepted) {
        return accepted;
    }
    std::vector<std::unique_ptr<worker::Worker>> workers;
    workers.reserve(static_cast<std::size_t>(command.workers));
    for (int i = 0; i < command.workers; ++i) {
        auto made = worker::Worker::create(tools_of(*service), {.name = store::new_uuid()});
        if (!made) {
            return failure(made.error());
        }
        workers.push_back(*std::move(made));
    }
    const auto begin = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> threads;
        threads.reserve(workers.size());
        for (const auto& worker : workers) {
            threads.emplace_back([&worker] {
                if (const auto done = work_all(*worker); !done) {
                    print_error("", done.error());
                }
            });
        }
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    const auto counts = service->database->connect().and_then(
        [](const auto& connection) { return store::JobStore(*connection).counts(); });
    if (!counts) {
        return failure(counts.error());
    }
    fmt::print("{{\"jobs\": {}, \"completed\": {}, \"seconds\": {:.3f}}}\n", command.jobs,
               counts->completed, seconds.count());
    return {};
}

}  // namespace

void add_empty_jobs(CLI::App& program, int& exit_code) {
    constexpr const char* hidden = "";
    auto command = std::make_shared<EmptyJobsCommand>();
    CLI::App* empty = program.add_subcommand("empty-jobs", "Jobs a second without reading");
    empty->group(hidden);
    add_service_flags(*empty, command->sources, worker_flags);
    empty->add_option("--jobs", command->jobs)->check(CLI::PositiveNumber);
    empty->add_option("--concurrency", command->workers)->check(CLI::PositiveNumber);
    empty->callback([command, &exit_code] {
        const auto done = measure(*command);
        if (!done) {
            print_error("", done.error());
        }
        exit_code = done ? exit_done : core::info(done.error().code).exit_code;
    });
}

}  // namespace mobilscan::cli
