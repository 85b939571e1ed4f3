// /api/v1/jobs: the list, one job, and what can be done with it.
#include <fcntl.h>

#include <array>

#include "api/handler.h"
#include "api/parameters.h"
#include "api/routes.h"
#include "api/settings_form.h"
#include "api/shapes.h"
#include "api/upload.h"
#include "core/limits.h"
#include "store/identity.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

constexpr std::size_t name_bytes_max = 255;

Result<store::JobOrder> order_of(const Request& request) {
    const std::string sort = request.parameter("sort").value_or("newest");
    constexpr std::array<std::string_view, 4> names{"newest", "oldest", "name", "-name"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == sort) {
            return static_cast<store::JobOrder>(i);
        }
    }
    return failure(ErrorCode::bad_request, "sort must be one of newest, oldest, name, -name");
}

Result<std::optional<core::JobStatus>> status_of(const Request& request) {
    const auto text = request.parameter("status");
    if (!text || text->empty()) {
        return std::optional<core::JobStatus>();
    }
    const auto status = core::job_status(*text);
    if (!status) {
        return failure(ErrorCode::bad_request,
                       "status must be one of pending, processing, completed, failed, cancelled");
    }
    return status;
}

Result<std::optional<store::JobCursor>> cursor_of_jobs(const Request& request) {
    const auto parts = cursor_parameter(request, 2);
    if (!parts || !*parts) {
        return parts.map([](const auto&) { return std::optional<store::JobCursor>(); });
    }
    return cursor_number((**parts)[0]).map([&](std::int64_t id) {
        return std::optional(store::JobCursor{(**parts)[1], id});
    });
}

Result<store::JobQuery> query_of(const Request& request) {
    const auto status = status_of(request);
    const auto order = order_of(request);
    const auto cursor = cursor_of_jobs(request);
    const auto limit = limit_parameter(request);
    auto name = text_parameter(request, "q", name_bytes_max);
    if (const auto* error = first_error(status, order, cursor, limit, name)) {
        return failure(*error);
    }
    return store::JobQuery{.status = *status,
                           .name_part = *std::move(name),
                           .order = *order,
                           .after = *cursor,
                           .limit = *limit};
}

Result<Response> list(const Request& request, const Services& services) {
    const auto query = query_of(request);
    if (!query) {
        return failure(query.error());
    }
    return with_store(services,
                      [&](store::sql::Connection& connection) {
                          return store::JobStore(connection).list(*query);
                      })
        .map([&](const store::JobPage& page) {
            Json jobs = Json::array();
            for (const store::Job& job : page.jobs) {
                jobs.push_back(job_json(job, now_us(), services));
            }
            Json next = nullptr;
            if (page.next) {
                next = cursor_of({std::to_string(page.next->id), page.next->name});
            }
            return json_answer(status_ok, {{"jobs", std::move(jobs)}, {"next", std::move(next)}});
        });
}

Result<Response> job_answer(const Services& services, const std::string& job_id) {
    return with_store(services,
                      [&](store::sql::Connection& connection) {
                          return store::JobStore(connection).find(job_id);
                      })
        .map([&](const store::Job& job) {
            return json_answer(status_ok, job_json(job, now_us(), services));
        });
}

using Action = Result<void> (*)(store::JobStore& jobs, const std::string& job_id);

// A POST that changes the job and answers with it.
http::Handler acting(const Services& services, Action action) {
    return answering([&services, action](const Request& request) -> Result<Response> {
        const std::string& job_id = request.captured.at("job_id");
        auto done = with_store(services, [&](store::sql::Connection& connection) {
            store::JobStore jobs(connection);
            return action(jobs, job_id);
        });
        if (!done) {
            return failure(done.error());
        }
        announce_waiting(services, job_id);
        services.doorbell.ring(1);
        services.doorbell.tell(job_id);
        return job_answer(services, job_id);
    });
}

Result<Response> remove(const Request& request, const Services& services) {
    const std::string& job_id = request.captured.at("job_id");
    return with_store(services,
                      [&](store::sql::Connection& connection) {
                          return store::JobStore(connection).remove(job_id);
                      })
        .map([&] {
            const std::int64_t until =
                now_us() + std::chrono::microseconds(limits::undo_seconds).count();
            return json_answer(status_ok, {{"id", job_id}, {"undo_until", rfc3339(until)}});
        });
}

// A new job over the stored video of another.
Result<Response> scan_again(const Request& request, const Services& services) {
    const auto job = captured_job(request, services);
    if (!job) {
        return failure(job.error());
    }
    if (job->video_removed) {
        return failure(ErrorCode::job_state_unfit,
                       "the video of this job was removed; upload it again");
    }
    const auto settings = settings_of_json(request.body, services.settings.defaults);
    if (!settings) {
        return failure(settings.error());
    }
    store::NewJob again;
    again.job_id = store::new_uuid();
    again.video_name = job->video_name;
    again.video_path = job->video_path;
    again.sha256 = job->sha256;
    again.size_bytes = job->size_bytes;
    again.settings = core::to_text(*settings);
    return accept_job(services, again).and_then([&](const store::Accepted& accepted) {
        return upload_answer(services, accepted.job_id, true);
    });
}

// Copies the sample clip among the videos.
Result<blobs::Written> copy_sample(const Services& services, const std::string& name) {
    const core::Descriptor sample(
        ::open(services.settings.sample_video.c_str(), O_RDONLY | O_CLOEXEC));
    if (!sample.is_open()) {
        return failure(ErrorCode::not_found, "the sample clip is not installed");
    }
    auto writer = services.videos.create(name);
    if (!writer) {
        return failure(writer.error());
    }
    std::array<std::byte, 1 << 16> piece{};
    ssize_t size = 0;
    while ((size = ::read(sample.get(), piece.data(), piece.size())) > 0) {
        auto written = (*writer)->write(std::span(piece.data(), static_cast<std::size_t>(size)));
        if (!written) {
            return failure(written.error());
        }
    }
    if (size < 0) {
        return failure(ErrorCode::file_unreadable, "the sample clip cannot be read");
    }
    return (*writer)->finish();
}

Result<Response> create_sample(const Services& services) {
    if (services.settings.sample_video.empty()) {
        return failure(ErrorCode::not_found, "the sample clip is not installed");
    }
    if (auto fault = disk_fault(services, 0)) {
        return failure(*std::move(fault));
    }
    store::NewJob job;
    job.job_id = store::new_uuid();
    job.video_name = "sample.mp4";
    const std::string name = job.job_id + ".mp4";
    return copy_sample(services, name)
        .and_then([&](const blobs::Written& written) {
            job.video_path = services.videos.path_of(name);
            job.sha256 = written.sha256;
            job.size_bytes = written.bytes;
            job.settings = core::to_text(services.settings.defaults);
            return accept_job(services, job);
        })
        .and_then([&](const store::Accepted& accepted) {
            return upload_answer(services, accepted.job_id, true);
        });
}

}  // namespace

void add_job_routes(http::Router& router, const Services& services) {
    add_list(router, services, "/api/v1/jobs", list, {"limit", "cursor", "q", "status", "sort"});
    router.add({"POST", "/api/v1/jobs", upload_handler(services, UploadStyle::version_1), 0});
    router.add({"POST", "/api/v1/jobs/sample", answering([&services](const Request& /*request*/) {
                    return create_sample(services);
                }),
                0});
    router.add({"GET", "/api/v1/jobs/{job_id}", answering([&services](const Request& request) {
                    return job_answer(services, request.captured.at("job_id"));
                }),
                0});
    router.add(
        {"DELETE", "/api/v1/jobs/{job_id}",
         answering([&services](const Request& request) { return remove(request, services); }), 0});
    router.add(
        {"POST", "/api/v1/jobs/{job_id}/scan",
         answering([&services](const Request& request) { return scan_again(request, services); }),
         limits::json_body_bytes_max});
    const auto act = [&](const char* name, Action action) {
        router.add({"POST", std::string("/api/v1/jobs/{job_id}/") + name, acting(services, action),
                    limits::json_body_bytes_max});
    };
    act("cancel", [](store::JobStore& jobs, const std::string& id) { return jobs.cancel(id); });
    act("retry", [](store::JobStore& jobs, const std::string& id) { return jobs.retry(id); });
    act("restore", [](store::JobStore& jobs, const std::string& id) { return jobs.restore(id); });
}

}  // namespace mobilscan::api
