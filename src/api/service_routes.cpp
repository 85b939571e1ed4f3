// The server itself: events, totals, health, and the description of the API.
#include <algorithm>
#include <cmath>

#include "api/handler.h"
#include "api/openapi.h"
#include "api/parameters.h"
#include "api/routes.h"
#include "api/shapes.h"
#include "api/upload.h"
#include "api/video_kind.h"
#include "store/event_store.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

constexpr int days_max = 30;
constexpr int status_unavailable = 503;
constexpr std::size_t job_id_bytes_max = 100;

// --- events -------------------------------------------------------------------------------------

// The id after which the client wants to go on; nothing when it is new.
Result<std::optional<std::int64_t>> last_event_id(const Request& request) {
    std::string text(request.header("last-event-id"));
    if (text.empty()) {
        text = request.parameter("last_event_id").value_or("");
    }
    if (text.empty()) {
        return std::optional<std::int64_t>();
    }
    const auto id = whole_number(text);
    if (!id || *id < 0) {
        return failure(ErrorCode::bad_request, "the id of the last event must be a whole number");
    }
    return id;
}

Result<Response> events(const Request& request, const Services& services) {
    auto job_id = text_parameter(request, "job_id", job_id_bytes_max);
    const auto last = last_event_id(request);
    if (!job_id || !last) {
        return failure(job_id ? last.error() : job_id.error());
    }
    // Subscribed first: what comes while the backlog is read is not lost.
    auto subscription = services.events.subscribe(*job_id);
    return with_store(services, [&](store::sql::Connection& connection) -> Result<Response> {
        store::EventStore store(connection);
        const auto newest = store.newest();
        if (!newest) {
            return failure(newest.error());
        }
        http::EventStream stream{std::move(subscription), "", *newest};
        if (*last && **last < *newest) {
            const auto missed = store.since(**last, *job_id, limits::page_rows_max);
            if (!missed) {
                return failure(missed.error());
            }
            for (const store::Event& event : *missed) {
                stream.backlog += http::event_text(event.id, "job", dumped(event_json(event)));
                stream.backlog_id = std::max(stream.backlog_id, event.id);
            }
        }
        Response response;
        response.with("Content-Type", "text/event-stream")
            .with("Cache-Control", "no-store")
            .with("X-Accel-Buffering", "no");  // proxies hand events on at once
        response.body = std::move(stream);
        return response;
    });
}

// --- totals -------------------------------------------------------------------------------------

Result<Response> stats(const Request& /*request*/, const Services& services) {
    return with_store(services, [](store::sql::Connection& connection) -> Result<Response> {
        store::JobStore jobs(connection);
        const auto counts = jobs.counts();
        const auto days = jobs.days(days_max);
        if (!counts || !days) {
            return failure(counts ? days.error() : counts.error());
        }
        Json day_rows = Json::array();
        for (const store::DayCounts& day : *days) {
            day_rows.push_back(
                {{"day", day.day}, {"jobs", day.jobs}, {"detections", day.detections}});
        }
        const Json job_counts = {
            {"total", counts->jobs()},          {"pending", counts->pending},
            {"processing", counts->processing}, {"completed", counts->completed},
            {"failed", counts->failed},         {"cancelled", counts->cancelled}};
        const auto all = static_cast<double>(std::max<std::int64_t>(counts->jobs(), 1));
        const double average = static_cast<double>(counts->detections) / all;
        return json_answer(status_ok, {{"jobs", job_counts},
                                       {"detections", counts->detections},
                                       {"avg_detections_per_job", std::round(average * 100) / 100},
                                       {"days", std::move(day_rows)}});
    });
}

Result<Response> system(const Request& /*request*/, const Services& services) {
    const auto space = services.videos.space();
    if (!space) {
        return failure(space.error());
    }
    const WorkersState workers = services.workers();
    const auto counts = with_store(services, [](store::sql::Connection& connection) {
        return store::JobStore(connection).counts();
    });
    if (!counts) {
        return failure(counts.error());
    }
    const Json trouble = workers.trouble.empty() ? Json(nullptr) : Json(workers.trouble);
    return json_answer(
        status_ok,
        {{"version", services.settings.version},
         {"database", services.settings.database},
         {"workers",
          {{"wanted", workers.wanted}, {"running", workers.running}, {"trouble", trouble}}},
         {"queue", {{"kind", services.doorbell.state().kind}, {"waiting", counts->pending}}},
         {"sandbox", {{"tier", services.settings.sandbox_tier}}},
         {"storage", {{"free_bytes", space->free_bytes}, {"total_bytes", space->total_bytes}}},
         {"limits",
          {{"upload_bytes_max", services.settings.upload_bytes_max},
           {"extensions", video_extensions()}}},
         {"defaults", settings_json(services.settings.defaults)},
         {"sample_available", !services.settings.sample_video.empty()}});
}

// --- health -------------------------------------------------------------------------------------

struct Health {
    std::string database = "ok";
    std::string storage = "ok";
    std::string workers = "ok";
    std::string queue = "ok";
    bool can_work = true;
    bool is_whole = true;
};

Health health_of(const Services& services) {
    Health health;
    const auto counted = with_store(services, [](store::sql::Connection& connection) {
        return store::EventStore(connection).newest();
    });
    if (!counted) {
        health.database = counted.error().message;
        health.can_work = false;
    }
    if (const auto fault = disk_fault(services, 0)) {
        health.storage = fault->message;
        health.can_work = health.can_work && fault->code == ErrorCode::disk_full;
        health.is_whole = false;
    }
    for (const blobs::BlobFolder* folder : {&services.videos, &services.frames}) {
        if (const auto probed = folder->probe(); !probed) {
            health.storage = probed.error().message;
            health.can_work = false;
        }
    }
    // Without its bell the work goes on, only a little later.
    if (const auto trouble = services.doorbell.state().trouble; !trouble.empty()) {
        health.queue = trouble;
        health.is_whole = false;
    }
    const WorkersState workers = services.workers();
    if (workers.running < workers.wanted) {
        health.workers = workers.trouble.empty()
                             ? std::to_string(workers.running) + " of " +
                                   std::to_string(workers.wanted) + " workers run"
                             : workers.trouble;
        health.is_whole = false;
    }
    return health;
}

Response health(const Request& /*request*/, const Services& services) {
    const Health health = health_of(services);
    const char* status = !health.can_work  ? "unavailable"
                         : health.is_whole ? "healthy"
                                           : "degraded";
    return json_answer(health.can_work ? status_ok : status_unavailable,
                       {{"status", status},
                        {"database", health.database},
                        {"storage", health.storage},
                        {"queue", health.queue},
                        {"workers", health.workers}});
}

}  // namespace

void add_service_routes(http::Router& router, const Services& services) {
    const auto get = [&](const char* pattern, auto handle) {
        add_get(router, services, pattern, handle);
    };
    get("/api/v1/events", events);
    get("/api/v1/stats", stats);
    get("/api/v1/system", system);
    for (const char* pattern : {"/health", "/health/ready"}) {
        router.add({"GET", pattern, http::Handler([&services](const Request& request) {
                        return health(request, services);
                    }),
                    0});
    }
    router.add({"GET", "/health/live", http::Handler([](const Request& /*request*/) {
                    return json_answer(status_ok, {{"status", "alive"}});
                }),
                0});
    router.add({"GET", "/openapi.json", http::Handler([](const Request& /*request*/) {
                    return http::text_response(status_ok, "application/json",
                                               std::string(openapi_json()));
                }),
                0});
}

}  // namespace mobilscan::api
