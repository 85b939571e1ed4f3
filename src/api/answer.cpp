#include "api/answer.h"

#include "telemetry/log.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;

constexpr int bad_request = 400;

// What the original's framework answers with 400, it keeps answering so.
int original_status(ErrorCode code) {
    const int status = core::info(code).http_status;
    return code == ErrorCode::unsupported_type || code == ErrorCode::invalid_value ? bad_request
                                                                                   : status;
}

std::string_view code_of_status(int status) {
    switch (status) {
        case 401:
            return "not_signed_in";
        case 403:
            return "not_permitted";
        case 404:
            return "not_found";
        case 405:
            return "method_not_allowed";
        case 408:
            return "timeout";
        case 413:
            return "too_large";
        case 500:
            return "internal_error";
        default:
            return "bad_request";
    }
}

}  // namespace

bool is_version_1(const http::Request& request) noexcept {
    return request.path.starts_with("/api/");
}

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

http::Response json_answer(int status, const Json& body) {
    return http::text_response(status, "application/json", dumped(body));
}

http::Response error_answer(const http::Request& request, const core::Error& error) {
    constexpr int server_fault = 500;
    if (core::info(error.code).http_status >= server_fault) {
        telemetry::log(telemetry::Level::warning, "request_failed",
                       {{"request_id", request.id},
                        {"error", std::string(core::info(error.code).name)},
                        {"message", error.message}});
    }
    if (is_version_1(request)) {
        const core::ErrorInfo& row = core::info(error.code);
        return json_answer(row.http_status, {{"detail", error.message}, {"code", row.name}});
    }
    return json_answer(original_status(error.code), {{"detail", error.message}});
}

http::Response validation_answer(std::string_view type, std::string_view place,
                                 std::string_view name, std::string_view message,
                                 const Json& input) {
    constexpr int unprocessable = 422;
    const Json fault = {
        {"type", type}, {"loc", Json::array({place, name})}, {"msg", message}, {"input", input}};
    return json_answer(unprocessable, {{"detail", Json::array({fault})}});
}

http::Response explanation(const http::Request& request, int status, const std::string& detail) {
    Json body = {{"detail", detail}};
    if (is_version_1(request)) {
        body["code"] = code_of_status(status);
    }
    return json_answer(status, body);
}

}  // namespace mobilscan::api
