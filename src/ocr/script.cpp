#include "ocr/script.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace mobilscan::ocr {
namespace {

struct Range {
    char32_t first;
    char32_t last;
    Script script;
};

// In the order of the code points; what lies in none of them is common.
constexpr std::array ranges{
    Range{U'A', U'Z', Script::latin},
    Range{U'a', U'z', Script::latin},
    Range{0x00AA, 0x00AA, Script::latin},
    Range{0x00BA, 0x00BA, Script::latin},
    Range{0x00C0, 0x00D6, Script::latin},
    Range{0x00D8, 0x00F6, Script::latin},
    Range{0x00F8, 0x024F, Script::latin},
    Range{0x0250, 0x0258, Script::other},  // letters of phonetics look like those of words;
    Range{0x0259, 0x0259, Script::latin},  // of all of them only Azerbaijani's is written
    Range{0x025A, 0x02AF, Script::other},
    Range{0x0370, 0x03FF, Script::other},
    Range{0x1E00, 0x1EFF, Script::latin},
    Range{0x1F00, 0x1FFF, Script::other},
    Range{0x210E, 0x210F, Script::other},  // letters of formulas
    Range{0x2111, 0x2111, Script::other},
    Range{0x2118, 0x2118, Script::other},
    Range{0x211C, 0x211C, Script::other},
    Range{0x212B, 0x212B, Script::latin},
    Range{0x2135, 0x2139, Script::other},
    Range{0x2E80, 0x2FDF, Script::han},
    Range{0x3000, 0x3004, Script::punctuation},
    Range{0x3005, 0x3007, Script::han},
    Range{0x3008, 0x3020, Script::punctuation},
    Range{0x3021, 0x3029, Script::han},
    Range{0x302A, 0x3030, Script::punctuation},
    Range{0x3031, 0x3035, Script::kana},
    Range{0x3036, 0x303F, Script::punctuation},
    Range{0x3040, 0x309F, Script::kana},
    Range{0x30A0, 0x30A0, Script::punctuation},
    Range{0x30A1, 0x30FA, Script::kana},
    Range{0x30FB, 0x30FB, Script::punctuation},
    Range{0x30FC, 0x30FF, Script::kana},
    Range{0x3100, 0x31EF, Script::punctuation},
    Range{0x31F0, 0x31FF, Script::kana},
    Range{0x3200, 0x33FF, Script::punctuation},
    Range{0x3400, 0x4DBF, Script::han},
    Range{0x4E00, 0x9FFF, Script::han},
    Range{0xF900, 0xFAFF, Script::han},
    Range{0xFE30, 0xFE6F, Script::punctuation},
    Range{0xFF61, 0xFF65, Script::punctuation},
    Range{0xFF66, 0xFF9F, Script::kana},
    Range{0x1F200, 0x1F2FF, Script::punctuation},
    Range{0x20000, 0x3FFFF, Script::han},
};
static_assert(std::is_sorted(ranges.begin(), ranges.end(),
                             [](const Range& a, const Range& b) { return a.last < b.first; }));

// Greek letters that stand for units and quantities on labels in any language (10 kΩ, 5 μF, Φ20)
// and that no Latin letter looks like.
constexpr std::u32string_view units = U"ΔΣΦΩλμπφ";

// Unicode's block Halfwidth and Fullwidth Forms repeats ASCII from "!" to "~" in its order.
constexpr char32_t full_width_first = 0xFF01;
constexpr char32_t full_width_last = 0xFF5E;
constexpr char32_t full_width_yen = 0xFFE5;
constexpr char32_t ideographic_space = 0x3000;

}  // namespace

Script script_of(std::string_view character) noexcept {
    char32_t c = core::first_code_point(character);
    if (c >= full_width_first && c <= full_width_last) {
        c = c - full_width_first + U'!';
    }
    if (units.find(c) != std::u32string_view::npos) {
        return Script::common;
    }
    const auto* range = std::lower_bound(ranges.begin(), ranges.end(), c,
                                         [](const Range& r, char32_t at) { return r.last < at; });
    return range != ranges.end() && range->first <= c ? range->script : Script::common;
}

bool is_allowed(Script script, const core::Scripts& scripts) noexcept {
    switch (script) {
        case Script::common:
        case Script::latin:
            return true;
        case Script::han:
            return scripts.han;
        case Script::kana:
            return scripts.kana;
        case Script::punctuation:
            return scripts.east_asian();
        case Script::other:
            return scripts.others;
    }
    return true;
}

std::string half_width(std::string_view character) {
    const char32_t c = core::first_code_point(character);
    if (c >= full_width_first && c <= full_width_last) {
        return {static_cast<char>(c - full_width_first + U'!')};
    }
    if (c == full_width_yen) {
        return "¥";
    }
    return c == ideographic_space ? std::string(" ") : std::string(character);
}

}  // namespace mobilscan::ocr
