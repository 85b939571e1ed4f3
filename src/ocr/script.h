// Script: to which writing system a character of the dictionary belongs. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/languages.h"

namespace mobilscan::ocr {

enum class Script {
    common,       // digits, punctuation, signs, and the Greek letters that stand for units
    latin,        // letters of it
    han,          // Chinese characters
    kana,         // Hiragana and Katakana
    punctuation,  // that only East Asian text has: 、。「」
    other         // other Greek and Coptic letters, letters of formulas
};

// By Unicode's Script property, and for the marks of East Asian text its Script_Extensions.
// A full-width letter or digit belongs where its plain one does. `character` is one dictionary
// entry.
[[nodiscard]] Script script_of(std::string_view character) noexcept;

[[nodiscard]] bool is_allowed(Script script, const core::Scripts& scripts) noexcept;

// A full-width form as the ASCII character that it is a form of: "：" is ":". Others as they are.
[[nodiscard]] std::string half_width(std::string_view character);

}  // namespace mobilscan::ocr
