// The description of the API: openapi.yaml as JSON, compiled in.
#pragma once

#include <string_view>

namespace mobilscan::api {

[[nodiscard]] std::string_view openapi_json() noexcept;

}  // namespace mobilscan::api
