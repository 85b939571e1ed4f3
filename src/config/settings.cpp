#include "config/settings.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <utility>

#include "core/languages.h"
#include "core/text.h"

namespace mobilscan::config {
namespace {

using core::ErrorCode;

constexpr std::int64_t port_max = 65'535;

Result<std::string> languages_form(const std::string& text) {
    return core::parse_languages(text).map(
        [](const core::Languages& languages) { return languages.codes; });
}

const std::vector<Setting>& table() {
    static const std::vector<Setting> rows{
        {"data_dir", &Config::data_dir, {}, 0, 0, {}},
        {"database_url", &Config::database_url, {"DATABASE_URL"}, 0, 0, {}},
        {"database_url_file", &Config::database_url_file, {}, 0, 0, {}},
        {"redis_url", &Config::redis_url, {"REDIS_URL"}, 0, 0, {}},
        {"redis_url_file", &Config::redis_url_file, {}, 0, 0, {}},
        {"videos_folder", &Config::videos_folder, {"UPLOAD_FOLDER", "VIDEOS_FOLDER"}, 0, 0, {}},
        {"frames_folder", &Config::frames_folder, {"FRAMES_FOLDER"}, 0, 0, {}},
        {"models_dir", &Config::models_dir, {}, 0, 0, {}},
        {"model_cache", &Config::model_cache, {}, 0, 0, {}},
        {"web_dir", &Config::web_dir, {}, 0, 0, {}},
        {"sample_video", &Config::sample_video, {}, 0, 0, {}},
        {"host", &Config::host, {"STREAMLIT_SERVER_ADDRESS"}, 0, 0, {}},
        {"port", &Config::port, {}, 0, port_max, {}},
        {"web_port", &Config::web_port, {"STREAMLIT_SERVER_PORT"}, 0, port_max, {}},
        {"auth", &Config::auth, {}, 0, 0, {"off", "keys"}},
        {"tls_cert", &Config::tls_cert, {}, 0, 0, {}},
        {"tls_key", &Config::tls_key, {}, 0, 0, {}},
        {"cors_origins", &Config::cors_origins, {"CORS_ORIGINS"}, 0, 0, {}},
        {"trusted_proxies", &Config::trusted_proxies, {}, 0, 0, {}},
        {"workers", &Config::workers, {}, 0, 256, {}},
        {"frame_interval", &Config::frame_interval, {"FRAME_INTERVAL"}, 1, 1'000'000, {}},
        {"frame_selection", &Config::frame_selection, {}, 0, 0, {"sharpest", "first"}},
        {"profile", &Config::profile, {}, 0, 0, {"fast", "balanced", "accurate"}},
        {"threads", &Config::threads, {}, 0, 64, {}},
        {"precision", &Config::precision, {}, 0, 0, {"auto", "f32", "bf16"}},
        {"use_gpu", &Config::use_gpu, {"USE_GPU"}, 0, 0, {}},
        {"languages", &Config::languages, {"OCR_LANG"}, 0, 0, {}, languages_form},
        {"upload_mb_max", &Config::upload_mb_max, {}, 1, 1'000'000, {}},
        {"video_retention_days", &Config::video_retention_days, {}, 0, 36'500, {}},
        {"disk_refuse_percent", &Config::disk_refuse_percent, {}, 1, 100, {}},
        {"files_group", &Config::files_group, {}, 0, 0, {}},
        {"alive_file", &Config::alive_file, {}, 0, 0, {}},
        {"log_level",
         &Config::log_level,
         {"LOG_LEVEL"},
         0,
         0,
         {"debug", "info", "warning", "error"}},
    };
    return rows;
}

// Levenshtein's distance: the fewest insertions, deletions and replacements.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, replaced});
        }
    }
    return row.back();
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

std::string joined(const std::vector<std::string_view>& words) {
    std::string text;
    for (const std::string_view word : words) {
        text += text.empty() ? "" : ", ";
        text += word;
    }
    return text;
}

Result<void> assign_number(const Setting& setting, std::int64_t Config::* member,
                           const std::string& text, const std::string& source, Config& config) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end || number < setting.minimum ||
        number > setting.maximum) {
        return failure(ErrorCode::usage, source + " is '" + text +
                                             "'; it takes a whole number from " +
                                             std::to_string(setting.minimum) + " to " +
                                             std::to_string(setting.maximum));
    }
    config.*member = number;
    return {};
}

Result<void> assign_text(const Setting& setting, std::string Config::* member,
                         const std::string& text, const std::string& source, Config& config) {
    if (setting.form != nullptr) {
        auto formed = setting.form(text);
        if (!formed) {
            return failure(ErrorCode::usage,
                           source + " is '" + text + "'; " + formed.error().message);
        }
        config.*member = *std::move(formed);
        return {};
    }
    if (setting.choices.empty()) {
        config.*member = text;
        return {};
    }
    const std::string word = lower(text);
    if (std::find(setting.choices.begin(), setting.choices.end(), word) == setting.choices.end()) {
        return failure(ErrorCode::usage,
                       source + " is '" + text + "'; it takes one of " + joined(setting.choices));
    }
    config.*member = word;
    return {};
}

Result<void> assign_truth(bool Config::* member, const std::string& text, const std::string& source,
                          Config& config) {
    const auto value = core::truth(text);
    if (!value) {
        return failure(ErrorCode::usage,
                       source + " is '" + text + "'; it takes " + std::string(core::truth_words));
    }
    config.*member = *value;
    return {};
}

}  // namespace

std::span<const Setting> settings() {
    return table();
}

const Setting* find_setting(std::string_view key) {
    for (const Setting& setting : table()) {
        if (setting.key == key) {
            return &setting;
        }
    }
    return nullptr;
}

std::string variable_of(std::string_view key) {
    std::string name = "MOBILSCAN_";
    for (const char c : key) {
        name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return name;
}

Result<void> assign(const Setting& setting, const std::string& text, const std::string& source,
                    Config& config) {
    if (const auto* number = std::get_if<std::int64_t Config::*>(&setting.target)) {
        return assign_number(setting, *number, text, source, config);
    }
    if (const auto* truth = std::get_if<bool Config::*>(&setting.target)) {
        return assign_truth(*truth, text, source, config);
    }
    return assign_text(setting, std::get<std::string Config::*>(setting.target), text, source,
                       config);
}

std::string toml_value(const Setting& setting, const Config& config) {
    if (const auto* number = std::get_if<std::int64_t Config::*>(&setting.target)) {
        return std::to_string(config.**number);
    }
    if (const auto* truth = std::get_if<bool Config::*>(&setting.target)) {
        return config.**truth ? "true" : "false";
    }
    std::string value = "\"";
    for (const char c : config.*std::get<std::string Config::*>(setting.target)) {
        if (c == '"' || c == '\\') {
            value += '\\';
        }
        value += c;
    }
    return value + "\"";
}

std::string nearest(std::string_view word, std::span<const std::string> known) {
    constexpr std::size_t slip_max = 4;
    std::string best;
    std::size_t best_edits = slip_max + 1;
    for (const std::string& candidate : known) {
        const std::size_t away = edits(word, candidate);
        if (away < best_edits) {
            best = candidate;
            best_edits = away;
        }
    }
    return best;
}

}  // namespace mobilscan::config
