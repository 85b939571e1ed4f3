// Answers in JSON. Internal to api/.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/error.h"
#include "http/message.h"

namespace mobilscan::api {

using Json = nlohmann::ordered_json;

// Whether the request is to one of the calls below /api/v1, whose errors carry a code.
[[nodiscard]] bool is_version_1(const http::Request& request) noexcept;

[[nodiscard]] http::Response json_answer(int status, const Json& body);

// {"detail"} for the original's calls, {"detail", "code"} for ours; the status is the error
// table's. Errors of the original's calls that it knows as 400 stay 400.
[[nodiscard]] http::Response error_answer(const http::Request& request, const core::Error& error);

// 422 as the original's framework words it: {"detail": [{"type", "loc", "msg", "input"}]}.
[[nodiscard]] http::Response validation_answer(std::string_view type, std::string_view place,
                                               std::string_view name, std::string_view message,
                                               const Json& input);

// What the server itself has to say: 404, 405, 400, 413 ...
[[nodiscard]] http::Response explanation(const http::Request& request, int status,
                                         const std::string& detail);

// Text that may hold bytes which are no UTF-8, as JSON takes it.
[[nodiscard]] std::string dumped(const Json& json);

}  // namespace mobilscan::api
