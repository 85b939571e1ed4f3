// The settings of a job as forms and JSON give them. Pure. Internal to api/.
#pragma once

#include <string_view>

#include "api/answer.h"
#include "core/job_settings.h"
#include "core/result.h"

namespace mobilscan::api {

// Whether a job has a setting of that name.
[[nodiscard]] bool is_setting(std::string_view name) noexcept;

// Puts a form field into the settings. Error: invalid_value, also for a name that is no setting.
[[nodiscard]] Result<void> take_setting(std::string_view name, std::string_view value,
                                        core::JobSettings& settings);

// The Settings of openapi.yaml over `settings`. Errors: bad_request (no JSON object, too deep),
// invalid_value.
[[nodiscard]] Result<core::JobSettings> settings_of_json(std::string_view body,
                                                         core::JobSettings settings);

// A JSON text of at most limits::json_depth_max levels. Error: bad_request.
[[nodiscard]] Result<Json> parsed_json(std::string_view body);

}  // namespace mobilscan::api
