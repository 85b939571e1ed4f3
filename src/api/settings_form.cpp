#include "api/settings_form.h"

#include <algorithm>
#include <array>
#include <utility>

#include "api/parameters.h"
#include "core/limits.h"
#include "core/text.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;

constexpr std::size_t shown_max = 60;  // characters of a value that is refused

Result<void> take_every(std::string_view value, core::JobSettings& settings) {
    const auto number = whole_number(value);
    if (!number || *number < 1 || *number > core::every_frames_max) {
        return failure(ErrorCode::invalid_value, "every must be a whole number from 1 to " +
                                                     std::to_string(core::every_frames_max));
    }
    settings.every_frames = *number;
    return {};
}

Result<void> take_frame_selection(std::string_view value, core::JobSettings& settings) {
    const auto selection = core::frame_selection_of(value);
    if (!selection) {
        return failure(ErrorCode::invalid_value, "frame_selection must be sharpest or first");
    }
    settings.frames = *selection;
    return {};
}

Result<void> take_profile(std::string_view value, core::JobSettings& settings) {
    const auto profile = core::profile_of(value);
    if (!profile) {
        return failure(ErrorCode::invalid_value, "profile must be one of fast, balanced, accurate");
    }
    settings.profile = *profile;
    return {};
}

Result<void> take_barcodes(std::string_view value, core::JobSettings& settings) {
    const auto on = truth(value);
    if (!on) {
        return failure(ErrorCode::invalid_value, "barcodes must be true or false");
    }
    settings.barcodes = *on;
    return {};
}

Result<void> take_languages(std::string_view value, core::JobSettings& settings) {
    auto languages = core::parse_languages(value);
    if (!languages) {
        return failure(ErrorCode::invalid_value,
                       "languages is '" + core::shortened(core::printable(value), shown_max) +
                           "'; " + languages.error().message);
    }
    settings.languages = *std::move(languages);
    return {};
}

// The settings that an upload may give.
struct Setting {
    std::string_view name;
    Result<void> (*take)(std::string_view value, core::JobSettings& settings);
};

constexpr std::array<Setting, 5> known_settings{{
    {"every", take_every},
    {"frame_selection", take_frame_selection},
    {"profile", take_profile},
    {"barcodes", take_barcodes},
    {"languages", take_languages},
}};

const Setting* find_setting(std::string_view name) noexcept {
    const auto found = std::find_if(known_settings.begin(), known_settings.end(),
                                    [&](const Setting& each) { return each.name == name; });
    return found == known_settings.end() ? nullptr : found;
}

// Counts levels while parsing, so that a deep text costs nothing.
bool too_deep(std::string_view body) {
    int depth = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const char c = body[i];
        if (in_text) {
            i += c == '\\' ? 1 : 0;
            in_text = c != '"';
        } else if (c == '"') {
            in_text = true;
        } else if (c == '[' || c == '{') {
            if (++depth > limits::json_depth_max) {
                return true;
            }
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

}  // namespace

bool is_setting(std::string_view name) noexcept {
    return find_setting(name) != nullptr;
}

Result<void> take_setting(std::string_view name, std::string_view value,
                          core::JobSettings& settings) {
    const Setting* setting = find_setting(name);
    if (setting == nullptr) {
        return failure(ErrorCode::invalid_value,
                       "there is no setting '" + core::printable(name) + "'");
    }
    return setting->take(value, settings);
}

Result<Json> parsed_json(std::string_view body) {
    if (too_deep(body)) {
        return failure(ErrorCode::bad_request, "the JSON of the request is nested too deeply");
    }
    Json json = Json::parse(body, nullptr, false);
    if (json.is_discarded()) {
        return failure(ErrorCode::bad_request, "the body of the request is no JSON");
    }
    return json;
}

Result<core::JobSettings> settings_of_json(std::string_view body, core::JobSettings settings) {
    if (body.empty()) {
        return settings;
    }
    const auto json = parsed_json(body);
    if (!json) {
        return failure(json.error());
    }
    if (!json->is_object()) {
        return failure(ErrorCode::invalid_value, "the settings must be a JSON object");
    }
    for (const auto& [name, value] : json->items()) {
        // Only the type that the description names counts: "30" is no number.
        const bool fits =
            (name == "every" && value.is_number_integer()) ||
            ((name == "profile" || name == "languages" || name == "frame_selection") &&
             value.is_string()) ||
            (name == "barcodes" && value.is_boolean());
        if (!fits) {
            return failure(ErrorCode::invalid_value,
                           "'" + name + "' is no setting, or has the wrong type");
        }
        const std::string text = value.is_string() ? value.get<std::string>() : dumped(value);
        if (auto taken = take_setting(name, text, settings); !taken) {
            return failure(taken.error());
        }
    }
    return settings;
}

}  // namespace mobilscan::api
