// What was read: detections in pages and by search, items with their sightings.
#include "api/handler.h"
#include "api/parameters.h"
#include "api/routes.h"
#include "api/shapes.h"
#include "store/unread_store.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

constexpr std::size_t query_bytes_max = 200;

// What both kinds of detection pages are asked with.
struct PageRequest {
    int limit = 0;
    double confidence_min = 0;
    std::string text;
    bool nearly = false;
};

Result<PageRequest> page_request(const Request& request) {
    const auto limit = limit_parameter(request);
    const auto confidence = min_confidence_parameter(request);
    auto text = text_parameter(request, "q", query_bytes_max);
    const auto nearly = truth_parameter(request, "nearly");
    if (const auto* error = first_error(limit, confidence, text, nearly)) {
        return failure(*error);
    }
    return PageRequest{*limit, *confidence, *std::move(text), *nearly};
}

Json page_json(Json detections, Json next, Json total, Json matching) {
    return {{"detections", std::move(detections)},
            {"next", std::move(next)},
            {"total", std::move(total)},
            {"total_matching", std::move(matching)}};
}

// A page of a search; in one job, or (empty) in all.
Result<Response> search(const Request& request, const Services& services, const PageRequest& asked,
                        const std::string& job_id, Json total) {
    const auto parts = cursor_parameter(request, 1);
    if (!parts) {
        return failure(parts.error());
    }
    store::SearchQuery query{asked.text, asked.nearly, job_id, asked.confidence_min,
                             0,          asked.limit};
    if (*parts) {
        const auto after = cursor_number((**parts)[0]);
        if (!after) {
            return failure(after.error());
        }
        query.after_id = *after;
    }
    return with_store(services,
                      [&](store::sql::Connection& connection) {
                          return store::DetectionStore(connection).search(query);
                      })
        .map([&](const store::SearchPage& page) {
            Json found = Json::array();
            for (const store::StoredDetection& detection : page.detections) {
                found.push_back(detection_json(detection));
            }
            const Json next = page.next ? Json(cursor_of({std::to_string(*page.next)})) : nullptr;
            const Json matching = page.total ? Json(*page.total) : nullptr;
            return json_answer(status_ok,
                               page_json(std::move(found), next, std::move(total), matching));
        });
}

Result<std::optional<store::DetectionCursor>> detection_cursor(const Request& request) {
    const auto parts = cursor_parameter(request, 2);
    if (!parts || !*parts) {
        return parts.map([](const auto&) { return std::optional<store::DetectionCursor>(); });
    }
    const auto frame = cursor_number((**parts)[0]);
    const auto id = cursor_number((**parts)[1]);
    if (!frame || !id) {
        return failure(frame ? id.error() : frame.error());
    }
    return std::optional(store::DetectionCursor{*frame, *id});
}

Result<Response> page_of_job(const Request& request, const Services& services,
                             const PageRequest& asked, const store::Job& job) {
    const auto cursor = detection_cursor(request);
    if (!cursor) {
        return failure(cursor.error());
    }
    const store::DetectionQuery query{job.job_id, asked.confidence_min, *cursor, asked.limit, true};
    return with_store(services, [&](store::sql::Connection& connection) -> Result<Response> {
        store::DetectionStore detections(connection);
        const auto page = detections.page(query);
        const auto matching = detections.total(job.job_id, asked.confidence_min);
        const auto total = detections.total(job.job_id, 0);
        if (const auto* error = first_error(page, matching, total)) {
            return failure(*error);
        }
        Json rows = Json::array();
        for (const store::StoredDetection& detection : page->detections) {
            rows.push_back(detection_json(detection));
        }
        Json next = nullptr;
        if (page->next) {
            next = cursor_of(
                {std::to_string(page->next->frame_number), std::to_string(page->next->id)});
        }
        return json_answer(status_ok,
                           page_json(std::move(rows), std::move(next), *total, *matching));
    });
}

Result<Response> detections_of_job(const Request& request, const Services& services) {
    const auto job = captured_job(request, services);
    if (!job) {
        return failure(job.error());
    }
    const auto asked = page_request(request);
    if (!asked) {
        return failure(asked.error());
    }
    if (asked->text.empty()) {
        return page_of_job(request, services, *asked, *job);
    }
    return search(request, services, *asked, job->job_id, job->detections_count);
}

Result<Response> search_everywhere(const Request& request, const Services& services) {
    const auto asked = page_request(request);
    if (!asked) {
        return failure(asked.error());
    }
    if (asked->text.empty()) {
        return failure(ErrorCode::bad_request, "q must be the text to look for");
    }
    return search(request, services, *asked, "", nullptr);
}

Result<Response> items_of_job(const Request& request, const Services& services) {
    const auto job = captured_job(request, services);
    if (!job) {
        return failure(job.error());
    }
    const auto limit = limit_parameter(request);
    const auto parts = cursor_parameter(request, 1);
    auto text = text_parameter(request, "q", query_bytes_max);
    if (const auto* error = first_error(limit, parts, text)) {
        return failure(*error);
    }
    store::ItemQuery query{.job_id = job->job_id, .text = *std::move(text), .limit = *limit};
    if (*parts) {
        const auto number = cursor_number((**parts)[0]);
        if (!number) {
            return failure(number.error());
        }
        query.offset = *number;
    }
    return with_store(services, [&](store::sql::Connection& connection) -> Result<Response> {
        store::ItemStore store(connection);
        // While the job runs nobody counts the items that there are so far.
        const auto total = job->status == core::JobStatus::completed
                               ? Result<std::int64_t>(job->items_count)
                               : store.total({.job_id = job->job_id});
        const auto matching = query.text.empty() ? total : store.total(query);
        const auto items = store.list(query);
        if (const auto* error = first_error(items, total, matching)) {
            return failure(*error);
        }
        Json rows = Json::array();
        for (const store::StoredItem& item : *items) {
            rows.push_back(item_json(item));
        }
        const std::int64_t end = query.offset + static_cast<std::int64_t>(items->size());
        const bool more = !items->empty() && end < *matching;
        return json_answer(status_ok,
                           {{"items", std::move(rows)},
                            {"next", more ? Json(cursor_of({std::to_string(end)})) : nullptr},
                            {"total", *total},
                            {"total_matching", *matching}});
    });
}

Result<Response> unread_of_job(const Request& request, const Services& services) {
    const auto job = captured_job(request, services);
    if (!job) {
        return failure(job.error());
    }
    return with_store(services, [&](store::sql::Connection& connection) {
        return store::UnreadStore(connection).list(job->job_id).map([&](auto&& unread) {
            const std::int64_t every = settings_of(*job, services).every_frames;
            Json rows = Json::array();
            for (const core::Unread& each : core::in_stretches(std::move(unread), every)) {
                rows.push_back(unread_json(each));
            }
            return json_answer(status_ok, {{"unread", std::move(rows)}});
        });
    });
}

Result<Response> item(const Request& request, const Services& services) {
    const std::string& id = request.captured.at("item_id");
    return with_store(services, [&](store::sql::Connection& connection) -> Result<Response> {
        store::ItemStore items(connection);
        const auto found = items.find(id);
        if (!found) {
            return failure(found.error());
        }
        if (!*found) {
            return failure(ErrorCode::not_found, "Item not found");
        }
        const auto sightings = items.sightings(id, limits::page_rows_max);
        if (!sightings) {
            return failure(sightings.error());
        }
        Json body = item_json(**found);
        body["sightings"] = Json::array();
        for (const store::StoredDetection& detection : *sightings) {
            body["sightings"].push_back(detection_json(detection));
        }
        return json_answer(status_ok, body);
    });
}

}  // namespace

void add_reading_routes(http::Router& router, const Services& services) {
    add_list(router, services, "/api/v1/jobs/{job_id}/detections", detections_of_job,
             {"limit", "cursor", "min_confidence", "q", "nearly"});
    add_list(router, services, "/api/v1/detections", search_everywhere,
             {"limit", "cursor", "min_confidence", "q", "nearly"});
    add_list(router, services, "/api/v1/jobs/{job_id}/items", items_of_job,
             {"limit", "cursor", "q"});
    add_list(router, services, "/api/v1/jobs/{job_id}/unread", unread_of_job, {});
    add_get(router, services, "/api/v1/items/{item_id}", item);
}

}  // namespace mobilscan::api
