#include "ocr/reader_tuning.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <type_traits>

namespace mobilscan::ocr {
namespace {

struct Number {
    std::string_view name;
    void (*set)(ReaderOptions& options, float value);
};

template <typename Value>
void assign(Value& target, float value) {
    if constexpr (std::is_same_v<Value, bool>) {
        target = value != 0;
    } else {
        target = static_cast<Value>(value);
    }
}

// NOLINTBEGIN(cppcoreguidelines-macro-usage): a member's path as a function
#define NUMBER(NAME, MEMBER)                                                             \
    Number {                                                                             \
        NAME, [](ReaderOptions& options, float value) { assign(options.MEMBER, value); } \
    }
// NOLINTEND(cppcoreguidelines-macro-usage)

constexpr std::array numbers{
    NUMBER("side", detector.side_max),
    NUMBER("first", detector.first_share),
    NUMBER("first.small", detector.small_text_height),
    NUMBER("first.tiny", detector.tiny_text_height),
    NUMBER("first.trace", detector.trace_threshold),
    NUMBER("large", detector.large_fraction),
    NUMBER("border", detector.border_fraction),
    NUMBER("pixel", detector.regions.pixel_threshold),
    NUMBER("region", detector.regions.region_threshold),
    NUMBER("region.read", region_confidence_min),
    NUMBER("unclip", detector.regions.unclip_ratio),
    NUMBER("noise", noise_max),
    NUMBER("codes", assembles_codes),
    NUMBER("codes.gap", code_parts.gap_max),
    NUMBER("codes.offset", code_parts.offset_max),
    NUMBER("codes.ratio", code_parts.height_ratio_min),
    NUMBER("stacks", lines.reads_stacks),
    NUMBER("large.join", joins_large_words),
    NUMBER("large.share", large_word_share_min),
    NUMBER("large.gap", large_words.gap_max),
    NUMBER("words", reads_cut_words),
    NUMBER("both", lines.tries_both_ways),
    NUMBER("both.noise", lines.doubt_confidence_min),
    NUMBER("both.doubt", lines.doubt_confidence_max),
    NUMBER("both.turned", lines.turned_confidence_min),
    NUMBER("both.gain", lines.turn_gain_min),
    NUMBER("flip", lines.flip_confidence_min),
    NUMBER("confidence", line_confidence_min),
};

#undef NUMBER

std::string names() {
    std::string list;
    for (const Number& number : numbers) {
        list += (list.empty() ? "" : ", ") + std::string(number.name);
    }
    return list;
}

Result<void> change(ReaderOptions& options, std::string_view text) {
    const std::size_t sign = text.find('=');
    const std::string_view name = text.substr(0, sign);
    const auto number = std::find_if(numbers.begin(), numbers.end(),
                                     [&](const Number& each) { return each.name == name; });
    float value = 0;
    const std::string_view digits = sign == std::string_view::npos ? "" : text.substr(sign + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (number == numbers.end() || error != std::errc() || !std::isfinite(value) ||
        end != digits.data() + digits.size()) {
        return failure(core::ErrorCode::usage, "\"" + std::string(text) +
                                                   "\" is not NAME=NUMBER with one of these "
                                                   "names: " +
                                                   names());
    }
    number->set(options, value);
    return {};
}

}  // namespace

Result<void> tune(ReaderOptions& options, std::string_view changes) {
    while (!changes.empty()) {
        const std::size_t end = changes.find(' ');
        if (const std::string_view text = changes.substr(0, end); !text.empty()) {
            if (auto changed = change(options, text); !changed) {
                return changed;
            }
        }
        changes.remove_prefix(end == std::string_view::npos ? changes.size() : end + 1);
    }
    return {};
}

}  // namespace mobilscan::ocr
