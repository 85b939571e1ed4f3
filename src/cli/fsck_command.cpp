// mobilscan fsck: whether rows and files are what they must be; --repair mends what loses nothing.
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
#include "core/job_settings.h"
#include "core/limits.h"
#include "store/detection_store.h"
#include "store/item_store.h"
#include "store/job_store.h"
#include "store/reconciler.h"
#include "store/repairs.h"
#include "worker/orphans.h"

namespace mobilscan::cli {
namespace {

constexpr std::array<std::string_view, 1> fsck_flags{"--data"};
// Younger files without a row may be an upload, or a writer's, that is not finished.
constexpr std::chrono::seconds orphan_age = std::chrono::hours{24};

struct FsckCommand {
    config::Sources sources;
    bool repair = false;
    bool dry_run = false;
};

enum class Mode : std::uint8_t { look, say_repairs, repair };

// Prints what is wrong and what is done about it, and counts both.
class Report {
public:
    void problem(std::string_view what, const std::string& subject) {
        fmt::print("{}: {}\n", what, subject);
        ++problems_;
    }
    void repair(std::string_view what, const std::string& subject, Mode mode) {
        fmt::print("{}: {}: {}\n", mode == Mode::repair ? "repaired" : "would repair", what,
                   subject);
        ++repairs_;
    }
    [[nodiscard]] int problems() const noexcept { return problems_; }
    [[nodiscard]] int repairs() const noexcept { return repairs_; }

private:
    int problems_ = 0;
    int repairs_ = 0;
};

struct Check {
    store::sql::Connection& connection;
    const Service& service;
    Mode mode;
    Report& report;
};

// --- rows
// -----------------------------------------------------------------------------------------

// One repair may bring another to light: a segment that is counted anew, the count of its job.
Result<void> repair_rows(const Check& check) {
    constexpr int rounds_max = 4;
    for (int round = 0; round < rounds_max; ++round) {
        const auto found = store::violations(check.connection);
        if (!found) {
            return failure(found.error());
        }
        bool is_done = true;
        for (const store::Violation& violation : *found) {
            const auto sentence = check.mode == Mode::repair
                                      ? store::repair(check.connection, violation)
                                      : store::remedy(check.connection, violation);
            if (!sentence) {
                return failure(sentence.error());
            }
            if (!sentence->empty()) {
                check.report.repair(*sentence, violation.subject(), check.mode);
                is_done = false;
            }
        }
        if (is_done || check.mode != Mode::repair) {
            return {};
        }
    }
    return {};
}

// What another program left unfinished, and workers finish every few seconds.
Result<void> repair_foreign_rows(const Check& check, const std::string& settings) {
    if (check.mode != Mode::repair) {
        return {};
    }
    return store::adopt_foreign_jobs(check.connection, settings)
        .and_then([&](std::int64_t adopted) {
            if (adopted > 0) {
                check.report.repair("jobs of another program wait for a worker",
                                    std::to_string(adopted), check.mode);
            }
            return store::fold_foreign_detections(check.connection, limits::page_rows_max);
        })
        .map([&](std::int64_t folded) {
            if (folded > 0) {
                check.report.repair("texts of another program were made searchable",
                                    std::to_string(folded), check.mode);
            }
        });
}

Result<void> check_rows(const Check& check) {
    return store::violations(check.connection).map([&](const auto& found) {
        for (const store::Violation& violation : found) {
            check.report.problem("not true that " + std::string(violation.invariant->sentence),
                                 violation.subject());
        }
    });
}

// --- files of jobs
// --------------------------------------------------------------------------------

// Every picture that a row of the job's detections names; whether all are there.
Result<bool> check_frames(const Check& check, const std::string& job_id) {
    store::DetectionStore detections(check.connection);
    std::string after;
    bool are_there = true;
    while (true) {
        const auto paths = detections.frame_paths(job_id, after, limits::page_rows_max);
        if (!paths) {
            return failure(paths.error());
        }
        for (const std::string& path : *paths) {
            if (!check.service.frames.read_foreign(path)) {
                check.report.problem("the picture of a detection is not there", path);
                are_there = false;
            }
            after = path;
        }
        if (paths->size() < static_cast<std::size_t>(limits::page_rows_max)) {
            return are_there;
        }
    }
}

// The names of the items' pictures that are not there.
Result<std::vector<std::string>> missing_crops(const Check& check, const std::string& job_id) {
    store::ItemStore items(check.connection);
    std::vector<std::string> missing;
    for (std::int64_t offset = 0;; offset += limits::page_rows_max) {
        const auto page = items.list(
            {.job_id = job_id, .text = {}, .offset = offset, .limit = limits::page_rows_max});
        if (!page) {
            return failure(page.error());
        }
        for (const store::StoredItem& item : *page) {
            if (auto name = blobs::crop_name(job_id, item.id); !check.service.frames.read(name)) {
                missing.push_back(std::move(name));
            }
        }
        if (page->size() < static_cast<std::size_t>(limits::page_rows_max)) {
            return missing;
        }
    }
}

// Runs one of the repairs of a job that are done or, in a dry run, only asked for.
using Repair = Result<bool> (*)(store::sql::Connection& connection, const std::string& job_id);
Result<bool> repair_job(const Check& check, const std::string& job_id, Repair possible, Repair done,
                        std::string_view sentence) {
    if (check.mode == Mode::look) {
        return false;
    }
    return (check.mode == Mode::repair ? done : possible)(check.connection, job_id)
        .map([&](bool is_mended) {
            if (is_mended) {
                check.report.repair(sentence, job_id, check.mode);
            }
            return is_mended && check.mode == Mode::repair;
        });
}

// They are cut again from the frames, when these are there.
Result<void> check_crops(const Check& check, const std::string& job_id, bool frames_are_there) {
    const auto missing = missing_crops(check, job_id);
    if (!missing) {
        return failure(missing.error());
    }
    Result<bool> mended = false;
    if (!missing->empty() && frames_are_there) {
        mended = repair_job(check, job_id, store::can_make_items_again, store::make_items_again,
                            "a worker makes the items again, with their pictures");
    }
    return mended.map([&](bool is_mended) {
        for (const std::string& name : *missing) {
            if (!is_mended) {
                check.report.problem("the picture of an item is not there", name);
            }
        }
    });
}

// Whether the folder of videos is there at all: when a disk is not mounted no job shall fail.
bool has_any_video(const Check& check) {
    const auto files = check.service.videos.list();
    return files && !files->empty();
}

Result<void> check_video(const Check& check, const store::JobFiles& job) {
    // A stranger may name a video that never was: such a job fails, and that is its right end.
    const bool is_ours = check.service.videos.name_of(job.video_path).has_value();
    if (!job.has_video || (!is_ours && !job.is_completed)) {
        return {};
    }
    const auto video = check.service.videos.read_foreign(job.video_path);
    if (video) {
        return {};
    }
    Result<bool> mended = false;
    if (video.error().code == core::ErrorCode::file_not_found && has_any_video(check)) {
        mended = repair_job(check, job.job_id, store::waits_for_video, store::fail_without_video,
                            "the job fails, as its video is not there");
    }
    return mended.map([&](bool is_mended) {
        if (!is_mended && !job.failed_without_video) {
            check.report.problem("the video of a job is not there",
                                 job.job_id + " " + job.video_path);
        }
    });
}

Result<void> check_files(const Check& check) {
    store::JobStore jobs(check.connection);
    std::int64_t after = 0;
    while (true) {
        const auto page = jobs.files(after, limits::page_rows_max);
        if (!page) {
            return failure(page.error());
        }
        for (const store::JobFiles& job : *page) {
            after = job.id;
            if (job.is_removed) {  // its files may go at any moment
                continue;
            }
            auto checked = check_video(check, job)
                               .and_then([&] { return check_frames(check, job.job_id); })
                               .and_then([&](bool frames_are_there) {
                                   return check_crops(check, job.job_id, frames_are_there);
                               });
            if (!checked) {
                return checked;
            }
        }
        if (page->size() < static_cast<std::size_t>(limits::page_rows_max)) {
            return {};
        }
    }
}

// --- files that no row knows
// ----------------------------------------------------------------------

// Of a database without any job, all files are: then it may be the wrong one.
Result<bool> may_remove_orphans(const Check& check) {
    return store::JobStore(check.connection).files(0, 1).map([&](const auto& jobs) {
        return check.mode != Mode::look && !jobs.empty();
    });
}

Result<void> check_orphans(const Check& check) {
    const auto may_remove = may_remove_orphans(check);
    const auto orphans = worker::find_orphans(check.connection, check.service.videos,
                                              check.service.frames, orphan_age);
    if (!may_remove || !orphans) {
        return failure(may_remove ? orphans.error() : may_remove.error());
    }
    const bool removes = *may_remove && check.mode == Mode::repair;
    if (removes) {
        const auto removed =
            worker::remove_orphans(*orphans, check.service.videos, check.service.frames);
        if (!removed) {
            return failure(removed.error());
        }
    }
    const auto say = [&](const std::vector<std::string>& names, std::string_view problem) {
        for (const std::string& name : names) {
            if (*may_remove) {
                check.report.repair("a file without a job is removed", name, check.mode);
            }
            if (!removes) {
                check.report.problem(problem, name);
            }
        }
    };
    say(orphans->videos, "no job has this video");
    say(orphans->frames, "no job has these pictures");
    return {};
}

// --- the command
// ----------------------------------------------------------------------------------

Result<int> check_all(const Check& check, const std::string& settings) {
    const auto repaired =
        check.mode == Mode::look
            ? Result<void>()
            : repair_rows(check).and_then([&] { return repair_foreign_rows(check, settings); });
    return repaired.and_then([&] { return check_rows(check); })
        .and_then([&] { return check_files(check); })
        .and_then([&] { return check_orphans(check); })
        .map([&] {
            const int problems = check.report.problems();
            if (check.mode == Mode::repair && check.report.repairs() > 0) {
                check.service.doorbell->ring(check.report.repairs());
            }
            fmt::print("{} problem{} {}\n", problems, problems == 1 ? "" : "s",
                       check.mode == Mode::repair ? "left" : "found");
            return problems == 0 ? exit_done : exit_input_failed;
        });
}

Result<int> check(const FsckCommand& command) {
    const auto config = load_config(command.sources);
    if (!config) {
        return failure(config.error());
    }
    const std::string file = config->sqlite_path();
    std::error_code error;
    if (!file.empty() && !std::filesystem::exists(file, error)) {
        return failure(core::ErrorCode::usage,
                       "there is no database in the data folder " + config->data_dir);
    }
    const auto service = open_service(*config);
    if (!service) {
        return failure(service.error());
    }
    const auto connection = service->database->connect();
    if (!connection) {
        return failure(connection.error());
    }
    const Mode mode = command.dry_run  ? Mode::say_repairs
                      : command.repair ? Mode::repair
                                       : Mode::look;
    Report report;
    return check_all({**connection, *service, mode, report},
                     core::to_text(default_settings(*config)));
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
    CLI::Option* repair =
        fsck->add_flag("--repair", command->repair,
                       "Also mend what can be mended without losing anything; exit code 0 when "
                       "nothing else is wrong");
    fsck->add_flag("--dry-run", command->dry_run,
                   "With --repair: change nothing, say what would be")
        ->needs(repair);
    fsck->callback([command, &exit_code] { exit_code = run(*command); });
}

}  // namespace mobilscan::cli
