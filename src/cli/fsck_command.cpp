// mobilscan fsck: whether rows and files are what they must be.
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "blobs/names.h"
#include "cli/command.h"
#include "cli/service.h"
#include "cli/service_options.h"
#include "core/limits.h"
#include "store/detection_store.h"
#include "store/invariants.h"
#include "store/item_store.h"
#include "store/job_store.h"
#include "store/reconciler.h"
#include "worker/orphans.h"

namespace mobilscan::cli {
namespace {

constexpr std::array<std::string_view, 1> fsck_flags{"--data"};
// Younger files without a row may be an upload, or a writer's, that is not finished.
constexpr std::chrono::seconds orphan_age = std::chrono::hours{24};

struct FsckCommand {
    config::Sources sources;
    bool repair = false;
};

// Prints what is wrong and counts it.
class Findings {
public:
    void add(std::string_view what, const std::string& subject) {
        fmt::print("{}: {}\n", what, subject);
        ++problems_;
    }
    [[nodiscard]] int problems() const noexcept { return problems_; }

private:
    int problems_ = 0;
};

Result<void> check_rows(store::sql::Connection& connection, Findings& findings) {
    return store::violations(connection).map([&](const std::vector<store::Violation>& found) {
        for (const store::Violation& violation : found) {
            findings.add("not true that " + std::string(violation.invariant->sentence),
                         violation.subject());
        }
    });
}

// Every picture that a row of the job's detections names.
Result<void> check_frames(store::sql::Connection& connection, const Service& service,
                          const std::string& job_id, Findings& findings) {
    store::DetectionStore detections(connection);
    std::string after;
    while (true) {
        const auto paths = detections.frame_paths(job_id, after, limits::page_rows_max);
        if (!paths) {
            return failure(paths.error());
        }
        for (const std::string& path : *paths) {
            if (!service.frames.read_foreign(path)) {
                findings.add("the picture of a detection is not there", path);
            }
            after = path;
        }
        if (paths->size() < static_cast<std::size_t>(limits::page_rows_max)) {
            return {};
        }
    }
}

Result<void> check_crops(store::sql::Connection& connection, const Service& service,
                         const std::string& job_id, Findings& findings) {
    store::ItemStore items(connection);
    for (std::int64_t offset = 0;; offset += limits::page_rows_max) {
        const auto page =
            items.list({.job_id = job_id, .offset = offset, .limit = limits::page_rows_max});
        if (!page) {
            return failure(page.error());
        }
        for (const store::StoredItem& item : *page) {
            const std::string name = blobs::crop_name(job_id, item.id);
            if (!service.frames.read(name)) {
                findings.add("the picture of an item is not there", name);
            }
        }
        if (page->size() < static_cast<std::size_t>(limits::page_rows_max)) {
            return {};
        }
    }
}

Result<void> check_job(store::sql::Connection& connection, const Service& service,
                       const store::JobFiles& job, Findings& findings) {
    if (job.is_removed) {  // its files may go at any moment
        return {};
    }
    // A stranger may name a video that never was: such a job fails, and that is its right end.
    const bool is_ours = service.videos.name_of(job.video_path).has_value();
    if (job.has_video && (is_ours || job.is_completed) &&
        !service.videos.read_foreign(job.video_path)) {
        findings.add("the video of a job is not there", job.job_id + " " + job.video_path);
    }
    return check_frames(connection, service, job.job_id, findings).and_then([&] {
        return check_crops(connection, service, job.job_id, findings);
    });
}

Result<void> check_files(store::sql::Connection& connection, const Service& service,
                         Findings& findings) {
    store::JobStore jobs(connection);
    std::int64_t after = 0;
    while (true) {
        const auto page = jobs.files(after, limits::page_rows_max);
        if (!page) {
            return failure(page.error());
        }
        for (const store::JobFiles& job : *page) {
            after = job.id;
            if (auto checked = check_job(connection, service, job, findings); !checked) {
                return checked;
            }
        }
        if (page->size() < static_cast<std::size_t>(limits::page_rows_max)) {
            return {};
        }
    }
}

Result<void> check_orphans(store::sql::Connection& connection, const Service& service,
                           Findings& findings) {
    return worker::find_orphans(connection, service.videos, service.frames, orphan_age)
        .map([&](const worker::Orphans& orphans) {
            for (const std::string& name : orphans.videos) {
                findings.add("no job has this video", name);
            }
            for (const std::string& name : orphans.frames) {
                findings.add("no job has these pictures", name);
            }
        });
}

// What can be mended without losing anything: the rest of a dead worker, rows that another program
// left unfinished, files that no row knows.
Result<void> repair(store::sql::Connection& connection, const Service& service) {
    return store::return_expired_leases(connection, limits::page_rows_max)
        .and_then([&](const store::ExpiredLeases& leases) {
            fmt::print("repaired: {} expired claims returned\n", leases.returned + leases.poisoned);
            return store::fold_foreign_detections(connection, limits::page_rows_max);
        })
        .and_then([&](std::int64_t folded) {
            fmt::print("repaired: {} texts of another program made searchable\n", folded);
            return worker::find_orphans(connection, service.videos, service.frames, orphan_age);
        })
        .and_then([&](const worker::Orphans& orphans) {
            return worker::remove_orphans(orphans, service.videos, service.frames);
        })
        .map([](std::int64_t removed) {
            fmt::print("repaired: {} files without a job removed\n", removed);
        });
}

Result<int> check(const FsckCommand& command) {
    const auto config = load_config(command.sources);
    if (!config) {
        return failure(config.error());
    }
    std::error_code error;
    if (!std::filesystem::exists(config->sqlite_path(), error)) {
        return failure(core::ErrorCode::usage,
                       "there is no database in the data folder " + config->data_dir);
    }
    const auto service = open_service(*config);
    if (!service) {
        return failure(service.error());
    }
    const auto connected = service->database->connect();
    if (!connected) {
        return failure(connected.error());
    }
    store::sql::Connection& connection = **connected;
    Findings findings;
    const auto repaired = command.repair ? repair(connection, *service) : Result<void>();
    return repaired.and_then([&] { return check_rows(connection, findings); })
        .and_then([&] { return check_files(connection, *service, findings); })
        .and_then([&] { return check_orphans(connection, *service, findings); })
        .map([&] {
            fmt::print("{} problem{} found\n", findings.problems(),
                       findings.problems() == 1 ? "" : "s");
            return findings.problems() == 0 ? exit_done : exit_input_failed;
        });
}

int run(const FsckCommand& command) {
    const auto exit_code = check(command);
    if (!exit_code) {
        print_error("", exit_code.error());
        return core::info(exit_code.error().code).exit_code;
    }
    return *exit_code;
}

}  // namespace

void add_fsck(CLI::App& program, int& exit_code) {
    auto command = std::make_shared<FsckCommand>();
    CLI::App* fsck = program.add_subcommand("fsck", "Check that rows and files belong together");
    add_service_flags(*fsck, command->sources, fsck_flags);
    fsck->add_flag("--repair", command->repair,
                   "Also mend what can be mended without losing anything");
    fsck->callback([command, &exit_code] { exit_code = run(*command); });
}

}  // namespace mobilscan::cli
