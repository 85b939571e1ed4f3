#include "core/languages.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

namespace mobilscan::core {
namespace {

constexpr Scripts latin{false, false, false};
constexpr Scripts chinese{true, false, false};
constexpr Scripts japanese{true, true, false};

constexpr Scripts both(const Scripts& a, const Scripts& b) {
    return {a.han || b.han, a.kana || b.kana, a.others || b.others};
}

// Codes of languages that allow the same; a space before and behind each.
struct Readable {
    Scripts scripts;
    std::string_view codes;
};

// The 50 languages of PP-OCRv6 by PaddleOCR's codes, with its `latin` and the common other names
// of Chinese and Japanese.
constexpr std::array readable{
    Readable{{}, " all "},
    Readable{latin, " en "},
    Readable{chinese, " ch chinese_cht zh zh_cn zh_tw "},
    Readable{japanese, " japan ja jp "},
    Readable{latin,
             " latin german de french fr af az bs ca cs cy da es et eu fi ga gl hr hu id is it ku "
             "la lb lt lv mi ms mt nl no oc pl pt qu rm ro rs_latin sk sl sq sv sw tl tr uz vi "},
};

// PaddleOCR's codes of languages whose letters are not in the recogniser's dictionary: whoever
// asks for one shall not get pictures without text and wonder.
struct Unreadable {
    std::string_view script;
    std::string_view codes;
};
constexpr std::array unreadable{
    Unreadable{"Hangul", " korean ko kr "},
    Unreadable{"Cyrillic",
               " cyrillic eslav ru be bg uk mn rs_cyrillic abq ady kbd ava dar inh che lbe lez tab "
               "kk ky tg mk tt cv ba mhr mo udm kv os bua xal tyv sah kaa "},
    Unreadable{"Arabic", " arabic ar fa ug ur ps sd bal "},
    Unreadable{"Devanagari", " devanagari hi mr ne bh mai ang bho mah sck new gom sa bgc "},
    Unreadable{"Greek", " el greek "},
    Unreadable{"Thai", " th "},
    Unreadable{"Tamil", " ta "},
    Unreadable{"Telugu", " te "},
    Unreadable{"Kannada", " ka "},
};

bool is_among(std::string_view codes, const std::string& code) {
    return !code.empty() && code.find(' ') == std::string::npos &&
           codes.find(" " + code + " ") != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(' '), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string lower(std::string_view text) {
    std::string word(text);
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '-' ? '_' : c;
    });
    return word;
}

std::vector<std::string> codes_of(std::string_view text) {
    std::vector<std::string> codes;
    while (true) {
        const std::size_t comma = text.find(',');
        std::string code = lower(trimmed(text.substr(0, comma)));
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) {
            codes.push_back(std::move(code));
        }
        if (comma == std::string_view::npos) {
            return codes;
        }
        text.remove_prefix(comma + 1);
    }
}

tl::unexpected<Error> refused(const std::string& code) {
    std::string why;
    for (const Unreadable& group : unreadable) {
        if (is_among(group.codes, code)) {
            why = "the recogniser has no " + std::string(group.script) + " letters; ";
        }
    }
    return failure(ErrorCode::usage,
                   why + "it takes " + language_codes() + "; several with commas between");
}

}  // namespace

Result<Languages> parse_languages(std::string_view text) {
    Languages chosen{"", latin};
    for (const std::string& code : codes_of(text)) {
        const auto* found =
            std::find_if(readable.begin(), readable.end(),
                         [&](const Readable& group) { return is_among(group.codes, code); });
        if (found == readable.end()) {
            return refused(code);
        }
        chosen.scripts = both(chosen.scripts, found->scripts);
        chosen.codes += (chosen.codes.empty() ? "" : ",") + code;
    }
    // Beside `all` the others say nothing.
    return chosen.scripts.all() ? Languages{} : chosen;
}

const std::string& language_codes() {
    static const std::string codes = [] {
        std::string text;
        for (const Readable& group : readable) {
            text += group.codes.substr(1);
        }
        text.pop_back();
        for (std::size_t at = text.find(' '); at != std::string::npos;
             at = text.find(' ', at + 2)) {
            text.replace(at, 1, ", ");
        }
        return text;
    }();
    return codes;
}

}  // namespace mobilscan::core
