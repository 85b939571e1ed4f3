// The table of settings: what each is called, what it takes and where in Config it stands.
// Internal to config/.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/config.h"

namespace mobilscan::config {

using Target = std::variant<std::string Config::*, std::int64_t Config::*, bool Config::*>;

struct Setting {
    std::string_view key;
    Target target;
    std::vector<std::string_view> originals;  // the original product's variables
    std::int64_t minimum = 0;                 // of whole numbers
    std::int64_t maximum = 0;
    std::vector<std::string_view> choices;  // of words; empty: any text
    // Of texts with a form of their own: the text in it. The error says what it takes.
    Result<std::string> (*form)(const std::string& text) = nullptr;
};

[[nodiscard]] std::span<const Setting> settings();
[[nodiscard]] const Setting* find_setting(std::string_view key);

// MOBILSCAN_WEB_PORT of web_port.
[[nodiscard]] std::string variable_of(std::string_view key);

// Puts the text into the Config. `source` names for the error message where it came from.
// Errors: usage.
[[nodiscard]] Result<void> assign(const Setting& setting, const std::string& text,
                                  const std::string& source, Config& config);

// The value as it stands in TOML.
[[nodiscard]] std::string toml_value(const Setting& setting, const Config& config);

// The word of `known` that takes the fewest edits to become `word`, if few enough to be a slip.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> known);

}  // namespace mobilscan::config
