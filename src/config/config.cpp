#include "config/config.h"

#include <unistd.h>

#include <toml++/toml.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "config/settings.h"

namespace mobilscan::config {
namespace {

using core::ErrorCode;

constexpr std::string_view prefix = "MOBILSCAN_";
constexpr std::string_view config_variable = "MOBILSCAN_CONFIG";

// Variables of the original product that mean nothing here, each with why.
struct Ignored {
    std::string_view name;
    std::string_view why;
};
constexpr Ignored ignored[] = {
    {"API_URL", "the page is served together with the API"},
    {"GEMINI_API_KEY", "this product opens no connection to the Internet"},
};

tl::unexpected<core::Error> unknown(const std::string& what, const std::string& name,
                                    const std::vector<std::string>& known) {
    const std::string near = nearest(name, known);
    return failure(ErrorCode::usage, what + " '" + name + "'" +
                                         (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

std::vector<std::string> known_keys() {
    std::vector<std::string> keys;
    for (const Setting& setting : settings()) {
        keys.emplace_back(setting.key);
    }
    return keys;
}

std::vector<std::string> known_variables() {
    std::vector<std::string> names{std::string(config_variable)};
    for (const Setting& setting : settings()) {
        names.push_back(variable_of(setting.key));
    }
    return names;
}

// A value of the file as text; nothing for tables, arrays, fractions and times.
std::optional<std::string> text_of(const toml::node& node) {
    if (const auto text = node.value_exact<std::string>()) {
        return text;
    }
    if (const auto number = node.value_exact<std::int64_t>()) {
        return std::to_string(*number);
    }
    if (const auto truth = node.value_exact<bool>()) {
        return *truth ? "true" : "false";
    }
    return std::nullopt;
}

Result<std::map<std::string, std::string>> read_file(const std::string& path) {
    std::map<std::string, std::string> values;
    try {
        const toml::table table = toml::parse_file(path);
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            if (find_setting(name) == nullptr) {
                return unknown(path + ": there is no setting", name, known_keys());
            }
            auto text = text_of(node);
            if (!text) {
                return failure(
                    ErrorCode::usage,
                    path + ": " + name + " must be a text, a whole number, true or false");
            }
            values[name] = *std::move(text);
        }
    } catch (const toml::parse_error& error) {
        const auto line = error.source().begin.line;
        return failure(ErrorCode::usage, path + (line == 0 ? "" : ":" + std::to_string(line)) +
                                             ": " + std::string(error.description()));
    }
    return values;
}

Result<void> check_variables(const std::map<std::string, std::string>& environment) {
    const std::vector<std::string> known = known_variables();
    for (const auto& [name, value] : environment) {
        if (name.starts_with(prefix) &&
            std::find(known.begin(), known.end(), name) == known.end()) {
            return unknown("there is no setting", name, known);
        }
    }
    return {};
}

struct Found {
    std::string text;
    std::string source;
};

// The first place that names the setting. An empty variable counts as not set.
std::optional<Found> find(const Setting& setting, const Sources& sources, const std::string& file,
                          const std::map<std::string, std::string>& of_file) {
    const std::string key(setting.key);
    if (const auto flag = sources.flags.find(key); flag != sources.flags.end()) {
        std::string name = "--" + key;
        std::replace(name.begin(), name.end(), '_', '-');
        return Found{flag->second, name == "--data-dir" ? "--data" : name};
    }
    std::vector<std::string> names{variable_of(key)};
    names.insert(names.end(), setting.originals.begin(), setting.originals.end());
    for (const std::string& name : names) {
        const auto variable = sources.environment.find(name);
        if (variable != sources.environment.end() && !variable->second.empty()) {
            return Found{variable->second, name};
        }
    }
    if (const auto value = of_file.find(key); value != of_file.end()) {
        return Found{value->second, file + ": " + key};
    }
    return std::nullopt;
}

Result<void> check_whole(const Config& config) {
    if (config.tls_cert.empty() != config.tls_key.empty()) {
        return failure(ErrorCode::usage, "tls_cert and tls_key belong together: set both or none");
    }
    if (config.sqlite_path().empty() && config.postgres_url().empty()) {
        return failure(ErrorCode::usage,
                       "database_url must be postgresql://USER:PASSWORD@HOST/NAME or"
                       " sqlite:///PATH; nothing is a file in the data folder");
    }
    if (!config.redis_url.empty() && !config.redis_url.starts_with("redis://")) {
        return failure(ErrorCode::usage, "redis_url must be redis://[:PASSWORD@]HOST[:PORT][/N]");
    }
    return {};
}

// Puts the first line of the file that `file_key` names into the setting `key`.
Result<void> take_from_file(std::string_view key, const std::string& path, std::string& value,
                            Loaded& loaded) {
    if (path.empty()) {
        return {};
    }
    const std::string name(key);
    if (!value.empty()) {
        return failure(ErrorCode::usage, name + " and " + name + "_file say the same: set one");
    }
    std::ifstream file(path);
    if (!std::getline(file, value)) {
        return failure(ErrorCode::file_unreadable,
                       name + "_file: the first line of " + path + " cannot be read");
    }
    value.erase(value.find_last_not_of(" \r\t") + 1);
    loaded.origins[name] = path;
    return {};
}

std::string in_data(const Config& config, std::string_view name) {
    return (std::filesystem::path(config.data_dir) / name).string();
}

// user:password@ of a URL is nobody's business.
std::string without_password(std::string text) {
    const std::size_t begin = text.find("://");
    const std::size_t end = text.rfind('@');
    if (begin != std::string::npos && end != std::string::npos && end > begin) {
        text.replace(begin + 3, end - begin - 3, "***");
    }
    return text;
}

}  // namespace

std::string Config::videos() const {
    return videos_folder.empty() ? in_data(*this, "videos") : videos_folder;
}

std::string Config::frames() const {
    return frames_folder.empty() ? in_data(*this, "frames") : frames_folder;
}

std::string Config::doorbell() const {
    return in_data(*this, "doorbell");
}

std::string Config::sqlite_path() const {
    constexpr std::string_view scheme = "sqlite:///";
    if (database_url.empty()) {
        return in_data(*this, "mobilscan.db");
    }
    return database_url.starts_with(scheme) ? database_url.substr(scheme.size()) : "";
}

std::string Config::postgres_url() const {
    for (const std::string_view scheme : {"postgresql", "postgres"}) {
        const std::string_view url = database_url;
        const std::size_t colon = url.find("://");
        // Programs in Python name their driver in the scheme: postgresql+psycopg2.
        if (colon != std::string_view::npos &&
            (url.substr(0, colon) == scheme ||
             url.substr(0, std::min(colon, scheme.size() + 1)) == std::string(scheme) + "+")) {
            return std::string(scheme) + std::string(url.substr(colon));
        }
    }
    return "";
}

Result<Loaded> load(const Sources& sources) {
    if (auto checked = check_variables(sources.environment); !checked) {
        return failure(checked.error());
    }
    std::string file = sources.file;
    const auto named = sources.environment.find(std::string(config_variable));
    if (file.empty() && named != sources.environment.end()) {
        file = named->second;
    }
    std::map<std::string, std::string> of_file;
    if (!file.empty()) {
        auto read = read_file(file);
        if (!read) {
            return failure(read.error());
        }
        of_file = *std::move(read);
    }
    Loaded loaded;
    for (const Setting& setting : settings()) {
        const auto found = find(setting, sources, file, of_file);
        if (!found) {
            continue;
        }
        auto assigned = assign(setting, found->text, found->source, loaded.config);
        if (!assigned) {
            return failure(assigned.error());
        }
        loaded.origins[std::string(setting.key)] = found->source;
    }
    for (const Ignored& variable : ignored) {
        const auto set = sources.environment.find(std::string(variable.name));
        if (set != sources.environment.end() && !set->second.empty()) {
            loaded.warnings.push_back(std::string(variable.name) +
                                      " is not used: " + std::string(variable.why));
        }
    }
    Config& config = loaded.config;
    return take_from_file("database_url", config.database_url_file, config.database_url, loaded)
        .and_then([&] {
            return take_from_file("redis_url", config.redis_url_file, config.redis_url, loaded);
        })
        .and_then([&] { return check_whole(config); })
        .map([&] { return std::move(loaded); });
}

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos) {
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    return variables;
}

std::string effective_toml(const Loaded& loaded) {
    std::string text;
    for (const Setting& setting : settings()) {
        const auto origin = loaded.origins.find(std::string(setting.key));
        text += std::string(setting.key) + " = " +
                without_password(toml_value(setting, loaded.config)) + "  # " +
                (origin == loaded.origins.end() ? "default" : origin->second) + "\n";
    }
    return text;
}

}  // namespace mobilscan::config
