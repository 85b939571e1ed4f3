// Languages: of which languages text is reported, and which scripts that allows. The recogniser
// reads all of them at once; a choice keeps out what looks alike in a script that is not meant.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace mobilscan::core {

// The scripts that a choice may leave out. Latin letters, digits, punctuation and signs belong to
// every language's labels.
struct Scripts {
    bool han = true;   // Chinese characters, also in Japanese
    bool kana = true;  // Hiragana and Katakana
    bool others =
        true;  // letters that only `all` reports: Greek and what stands for it in formulas

    [[nodiscard]] constexpr bool all() const noexcept { return han && kana && others; }
    [[nodiscard]] constexpr bool east_asian() const noexcept { return han || kana; }

    friend bool operator==(const Scripts&, const Scripts&) = default;
};

// A checked choice.
struct Languages {
    std::string codes = "all";  // PaddleOCR's codes, lower case, each once, commas between
    Scripts scripts;

    friend bool operator==(const Languages&, const Languages&) = default;
};

// The languages of a text such as "en", "EN, ch" or "all". The error's message is what to say
// behind the text itself: that a code is unknown, or of which script the recogniser has no
// letters, and what there is. Error: usage.
[[nodiscard]] Result<Languages> parse_languages(std::string_view text);

// Every code that counts, for messages and help: "all, ch, chinese_cht, ...".
[[nodiscard]] const std::string& language_codes();

}  // namespace mobilscan::core
