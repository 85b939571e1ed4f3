// The six calls of the original product, field for field.
#include <cmath>

#include "api/handler.h"
#include "api/parameters.h"
#include "api/routes.h"
#include "api/shapes.h"
#include "api/upload.h"

namespace mobilscan::api {
namespace {

using http::Request;
using http::Response;

// A query parameter that the original declares as int or float, or its 422.
template <class T>
struct Checked {
    T value = 0;
    std::optional<Response> refusal;
};

Checked<std::int64_t> original_integer(const Request& request, std::string_view name,
                                       std::int64_t otherwise) {
    const auto text = request.parameter(name);
    if (!text) {
        return {otherwise, std::nullopt};
    }
    const auto number = whole_number(*text);
    if (!number) {
        return {0, validation_answer("int_parsing", "query", name,
                                     "Input should be a valid integer, unable to parse string as "
                                     "an integer",
                                     *text)};
    }
    if (*number < 0) {
        return {0, validation_answer("greater_than_equal", "query", name,
                                     "Input should be greater than or equal to 0", *text)};
    }
    return {*number, std::nullopt};
}

Checked<double> original_float(const Request& request, std::string_view name) {
    const auto text = request.parameter(name);
    if (!text) {
        return {};
    }
    const auto number = finite_number(*text);
    if (!number) {
        return {0, validation_answer("float_parsing", "query", name,
                                     "Input should be a valid number, unable to parse string as a "
                                     "number",
                                     *text)};
    }
    return {*number, std::nullopt};
}

constexpr std::int64_t rows_max = 1'000'000;  // of one answer; it is streamed

// A JSON array of any length, made page by page: `page` appends rows and returns how many there
// were, 0 at the end.
struct StreamedArray {
    std::string before;
    std::function<Result<std::size_t>(std::string& text)> page;
    std::function<std::string()> after;
};

http::BodySource source_of(StreamedArray array) {
    enum class At { before, rows, end };
    return [array = std::move(array), at = At::before]() mutable -> Result<std::string> {
        std::string text;
        if (at == At::end) {
            return text;
        }
        if (at == At::before) {
            text = array.before;
            at = At::rows;
        }
        const auto rows = array.page(text);
        if (!rows) {
            return failure(rows.error());
        }
        if (*rows == 0) {
            text += array.after();
            at = At::end;
        }
        return text;
    };
}

Response streamed_json(StreamedArray array) {
    Response response;
    response.with("Content-Type", "application/json");
    response.body = source_of(std::move(array));
    return response;
}

// How many rows an answer still takes, and how many it has.
struct RowCount {
    std::int64_t rest = 0;
    std::int64_t taken = 0;
};

// The pages of a query as rows of JSON, up to the count: `find` asks for one page, `rows` gives its
// rows, `shape` their JSON.
template <class Query, class Find, class Rows, class Shape>
std::function<Result<std::size_t>(std::string&)> paged(Query query,
                                                       const std::shared_ptr<RowCount>& count,
                                                       Find find, Rows rows, Shape shape) {
    return [=](std::string& text) mutable -> Result<std::size_t> {
        if (count->rest == 0) {
            return 0;
        }
        query.limit = static_cast<int>(std::min<std::int64_t>(count->rest, limits::page_rows_max));
        const auto page = find(query);
        if (!page) {
            return failure(page.error());
        }
        for (const auto& row : rows(*page)) {
            text += count->taken == 0 ? "" : ",";
            text += dumped(shape(row));
            ++count->taken;
        }
        const std::size_t size = rows(*page).size();
        count->rest = page->next ? count->rest - static_cast<std::int64_t>(size) : 0;
        query.after = page->next;
        return size;
    };
}

std::shared_ptr<RowCount> at_most(std::int64_t limit) {
    return std::make_shared<RowCount>(RowCount{std::min(limit, rows_max), 0});
}

Response jobs(const Request& request, const Services& services) {
    auto limit = original_integer(request, "limit", 50);
    if (limit.refusal) {
        return *std::move(limit.refusal);
    }
    store::JobQuery query;
    const std::string status = request.parameter("status").value_or("");
    query.status = core::job_status(status);
    // An empty status means none was asked for; an unknown one is one that no job has.
    const auto count = at_most(!status.empty() && !query.status ? 0 : limit.value);
    const auto find = [&services](const store::JobQuery& asked) {
        return with_store(services, [&](store::sql::Connection& connection) {
            return store::JobStore(connection).list(asked);
        });
    };
    const auto rows = [](const store::JobPage& page) -> const auto& { return page.jobs; };
    return streamed_json({R"({"success":true,"jobs":[)",
                          paged(query, count, find, rows, original_job),
                          [count] { return "],\"count\":" + std::to_string(count->taken) + "}"; }});
}

std::string results_head(const store::Job& job) {
    const Json head = {{"success", true},
                       {"job_id", job.job_id},
                       {"video_name", job.video_name},
                       {"job_status", core::name(job.status)}};
    std::string text = dumped(head);
    text.pop_back();
    return text + R"(,"detections":[)";
}

// All that a source gives.
Result<std::string> whole(const http::BodySource& source) {
    std::string text;
    for (;;) {
        auto part = source();
        if (!part || part->empty()) {
            return part ? Result<std::string>(std::move(text)) : std::move(part);
        }
        text += *part;
    }
}

// The results of a completed job change no more: when it was completed and what is asked for say
// all of them.
std::string version_of(const store::Job& job, std::int64_t limit, double confidence_min) {
    return "\"" + std::to_string(job.completed_at_us.value_or(0)) + "-" +
           std::to_string(job.detections_count) + "-" + std::to_string(limit) + "-" +
           std::to_string(confidence_min) + "\"";
}

Response not_modified(const std::string& version) {
    constexpr int status_not_modified = 304;
    Response response;
    response.status = status_not_modified;
    return std::move(response).with("ETag", version);
}

Response whole_json(const std::string& body, const std::string& version) {
    return http::text_response(status_ok, "application/json", body).with("ETag", version);
}

Response results(const Request& request, const Services& services) {
    auto limit = original_integer(request, "limit", limits::page_rows_max);
    auto confidence = original_float(request, "min_confidence");
    if (limit.refusal || confidence.refusal) {
        return *std::move(limit.refusal ? limit.refusal : confidence.refusal);
    }
    const auto job = captured_job(request, services);
    if (!job) {
        return error_answer(request, job.error());
    }
    const bool is_final = job->status == core::JobStatus::completed;
    const std::string version = version_of(*job, limit.value, confidence.value);
    if (is_final && request.header("if-none-match") == version) {
        return not_modified(version);
    }
    const bool is_kept = is_final && request.query.empty();  // what nearly everybody asks for
    if (const auto kept = is_kept ? services.results.find(job->job_id, version) : nullptr) {
        return whole_json(*kept, version);
    }
    store::DetectionQuery query;
    query.job_id = job->job_id;
    query.confidence_min = confidence.value;
    const auto count = at_most(limit.value);
    const auto find = [&services](const store::DetectionQuery& asked) {
        return with_store(services, [&](store::sql::Connection& connection) {
            return store::DetectionStore(connection).page(asked);
        });
    };
    const auto rows = [](const store::DetectionPage& page) -> const auto& {
        return page.detections;
    };
    // Counted at the end: rows may come while the answer is made.
    const auto after = [=, &services] {
        const auto total = with_store(services, [&](store::sql::Connection& connection) {
            return store::DetectionStore(connection).total(query.job_id, query.confidence_min);
        });
        const std::int64_t matching = std::max(total.value_or(count->taken), count->taken);
        return "],\"total_detections\":" + std::to_string(count->taken) +
               ",\"total_matching\":" + std::to_string(matching) +
               ",\"truncated\":" + (matching > count->taken ? "true}" : "false}");
    };
    StreamedArray array{results_head(*job), paged(query, count, find, rows, original_detection),
                        after};
    if (!is_kept) {
        Response response = streamed_json(std::move(array));
        return is_final ? std::move(response).with("ETag", version) : std::move(response);
    }
    const auto body = whole(source_of(std::move(array)));
    if (!body) {
        return error_answer(request, body.error());
    }
    services.results.keep(job->job_id, version, std::make_shared<const std::string>(*body));
    return whole_json(*body, version);
}

Result<Response> stats(const Services& services) {
    return with_store(services,
                      [](store::sql::Connection& connection) {
                          return store::JobStore(connection).counts();
                      })
        .map([](const store::JobCounts& counts) {
            const std::int64_t jobs = counts.jobs();
            const double average = jobs == 0 ? 0
                                             : std::round(static_cast<double>(counts.detections) *
                                                          100 / static_cast<double>(jobs)) /
                                                   100;
            const Json body = {{"total_jobs", jobs},
                               {"completed_jobs", counts.completed},
                               {"failed_jobs", counts.failed},
                               {"processing_jobs", counts.processing},
                               {"pending_jobs", counts.pending},
                               {"total_detections", counts.detections},
                               {"avg_detections_per_job", average}};
            return json_answer(status_ok, {{"success", true}, {"stats", body}});
        });
}

}  // namespace

void add_original_root(http::Router& router, const Services& services) {
    router.add({"GET", "/", http::Handler([&services](const Request& /*request*/) {
                    // No Redis belongs to a service on one machine.
                    const queue::State state = services.doorbell.state();
                    return json_answer(status_ok, {{"status", "healthy"},
                                                   {"service", "Mobile Industrial Scanner API"},
                                                   {"version", services.settings.version},
                                                   {"redis_connected", state.kind == "redis" &&
                                                                           state.trouble.empty()}});
                }),
                0});
}

void add_original_routes(http::Router& router, const Services& services) {
    router.add({"POST", "/upload", upload_handler(services, UploadStyle::original), 0});
    router.add({"GET", "/jobs", http::Handler([&services](const Request& request) {
                    return jobs(request, services);
                }),
                0});
    router.add({"GET", "/job/{job_id}", answering([&services](const Request& request) {
                    return captured_job(request, services).map([](const store::Job& job) {
                        return json_answer(status_ok,
                                           {{"success", true}, {"job", original_job(job)}});
                    });
                }),
                0});
    router.add({"GET", "/results/{job_id}", http::Handler([&services](const Request& request) {
                    return results(request, services);
                }),
                0});
    router.add({"GET", "/stats",
                answering([&services](const Request& /*request*/) { return stats(services); }), 0});
}

}  // namespace mobilscan::api
