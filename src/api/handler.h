// What handlers have in common. Internal to api/.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/answer.h"
#include "api/parameters.h"
#include "api/services.h"
#include "http/router.h"
#include "store/job_store.h"

namespace mobilscan::api {

// A handler whose failure is an Error: it becomes the answer that the error table says.
template <class Body>
[[nodiscard]] http::Handler answering(Body body) {
    return [body = std::move(body)](const http::Request& request) -> http::Response {
        Result<http::Response> response = body(request);
        return response ? *std::move(response) : error_answer(request, response.error());
    };
}

// Runs `body` with a borrowed connection.
template <class Body>
[[nodiscard]] auto with_store(const Services& services, Body&& body)
    -> decltype(body(std::declval<store::sql::Connection&>())) {
    auto connection = services.connections.borrow();
    if (!connection) {
        return failure(std::move(connection.error()));
    }
    return body(**connection);
}

// The job that {job_id} of the path names. Errors: job_not_found.
[[nodiscard]] inline Result<store::Job> captured_job(const http::Request& request,
                                                     const Services& services) {
    return with_store(services, [&](store::sql::Connection& connection) {
        return store::JobStore(connection).find(request.captured.at("job_id"));
    });
}

// A GET route of a function that answers or fails with an Error.
inline void add_get(http::Router& router, const Services& services, const char* pattern,
                    Result<http::Response> (*handle)(const http::Request&, const Services&)) {
    router.add({"GET", pattern, answering([&services, handle](const http::Request& request) {
                    return handle(request, services);
                }),
                0});
}

// The same of a list, which takes these query parameters and no others.
inline void add_list(http::Router& router, const Services& services, const char* pattern,
                     Result<http::Response> (*handle)(const http::Request&, const Services&),
                     std::vector<std::string_view> parameters) {
    router.add({"GET", pattern,
                answering([&services, handle,
                           known = std::move(parameters)](const http::Request& request) {
                    return only_parameters(request, known).and_then([&] {
                        return handle(request, services);
                    });
                }),
                0});
}

inline constexpr int status_ok = 200;
inline constexpr int status_created = 201;

}  // namespace mobilscan::api
