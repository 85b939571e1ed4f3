#include "api/routes.h"

#include <algorithm>

#include "api/access_gate.h"
#include "api/answer.h"
#include "telemetry/log.h"

namespace mobilscan::api {
namespace {

using http::Request;
using http::Response;

bool has_header(const Response& response, std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const auto& header) { return header.first == name; });
}

bool is_allowed_origin(const Request& request, const ApiSettings& settings) {
    const auto& allowed = settings.cors_origins;
    return std::find(allowed.begin(), allowed.end(), request.header("origin")) != allowed.end();
}

void add_cors(const Request& request, const ApiSettings& settings, Response& response) {
    if (settings.cors_origins.empty()) {
        return;
    }
    response.with("Vary", "Origin");
    if (is_allowed_origin(request, settings)) {
        response.with("Access-Control-Allow-Origin", std::string(request.header("origin")))
            .with("Access-Control-Allow-Credentials", "true")
            .with("Access-Control-Expose-Headers", "Content-Disposition, X-Request-Id");
    }
}

// A page of an allowed origin asks first.
std::optional<Response> preflight(const Request& request, const ApiSettings& settings) {
    constexpr int no_content = 204;
    if (request.method != "OPTIONS" || !is_allowed_origin(request, settings)) {
        return std::nullopt;
    }
    Response response;
    response.status = no_content;
    response.with("Access-Control-Allow-Methods", "GET, POST, DELETE")
        .with("Access-Control-Allow-Headers",
              "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-API-Key")
        .with("Access-Control-Max-Age", "600");
    return response;
}

void finish(const Request& request, const ApiSettings& settings, Response& response) {
    response.with("X-Content-Type-Options", "nosniff")
        .with("Cross-Origin-Opener-Policy", "same-origin")
        .with("Cross-Origin-Resource-Policy", "same-origin");
    if (!has_header(response, "Referrer-Policy")) {
        response.with("Referrer-Policy", "no-referrer");
    }
    if (!has_header(response, "Content-Security-Policy")) {
        response.with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
    if (!has_header(response, "Cache-Control")) {
        response.with("Cache-Control", "no-store");
    }
    add_cors(request, settings, response);
}

void log(const http::AccessRecord& record) {
    constexpr int server_fault = 500;
    const auto level =
        record.status >= server_fault ? telemetry::Level::warning : telemetry::Level::debug;
    telemetry::log(level, "request",
                   {{"method", record.method},
                    {"route", record.pattern.empty() ? "-" : record.pattern},
                    {"status", record.status},
                    {"duration_us", record.duration.count()},
                    {"request_id", record.request_id}});
}

}  // namespace

void add_api(http::Router& router, const Services& services, const AccessGate& gate) {
    add_original_routes(router, services);
    add_job_routes(router, services);
    add_reading_routes(router, services);
    add_csv_routes(router, services);
    add_picture_routes(router, services);
    add_service_routes(router, services);
    add_session_routes(router, services, gate);
}

http::ServerHooks server_hooks(const Services& services, const AccessGate& gate) {
    http::ServerHooks hooks;
    hooks.admit = [&gate](const Request& request, const http::Route& route) {
        return gate.admit(request, route);
    };
    hooks.explain = [&services](const Request& request, int status, const std::string& detail) {
        if (auto asked_first = preflight(request, services.settings)) {
            return *std::move(asked_first);
        }
        return explanation(request, status, detail);
    };
    hooks.finish = [&services](const Request& request, Response& response) {
        finish(request, services.settings, response);
    };
    hooks.log = log;
    return hooks;
}

}  // namespace mobilscan::api
