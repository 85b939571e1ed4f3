#include "report/item_csv.h"

#include <algorithm>

#include "core/gs1.h"
#include "core/printed_text.h"
#include "report/csv.h"

namespace mobilscan::report {
namespace {

std::string seconds(std::int64_t microseconds) {
    constexpr int digits = 6;
    return csv_decimals(static_cast<double>(microseconds) / 1e6, digits);
}

}  // namespace

std::vector<std::string> item_fields(const std::string& video, const core::Item& item, bool raw) {
    const auto text = [raw](const std::string& value) {
        return raw ? csv_field(value) : csv_text(value);
    };
    std::string alternatives;
    for (const std::string& alternative : item.alternatives) {
        alternatives += (alternatives.empty() ? "" : " | ") + alternative;
    }
    constexpr int confidence_digits = 4;
    return {text(video),
            std::string(core::name(item.kind)),
            text(item.text),
            csv_field(item.format),
            csv_decimals(static_cast<double>(item.confidence), confidence_digits),
            std::to_string(item.votes),
            text(alternatives),
            text(item.printed_text),
            seconds(item.first_seen_us),
            seconds(item.last_seen_us),
            std::to_string(item.sightings),
            std::to_string(item.best.frame_number),
            core::gtin_of(item.format, item.text).value_or("")};
}

std::vector<std::string> more_item_fields(const core::Item& item, std::span<const core::Span> spans,
                                          bool raw) {
    const auto text = [raw](const std::string& value) {
        return raw ? csv_field(value) : csv_text(value);
    };
    const bool is_gs1 = core::holds_gs1_elements(item.format);
    const auto elements = is_gs1 ? core::gs1_elements(item.text) : std::vector<core::Gs1Element>();
    const auto value_of = [&](std::string_view name) {
        const auto found =
            std::find_if(elements.begin(), elements.end(),
                         [&](const core::Gs1Element& element) { return element.name == name; });
        return found == elements.end() ? std::string() : text(found->value);
    };
    const auto readable = is_gs1 ? core::gs1_readable(item.text) : std::nullopt;
    std::string print_agrees;
    if (!item.printed_text.empty()) {
        print_agrees = core::disagrees_with_print(item) ? "false" : "true";
    }
    std::string stretches;
    for (const core::Span& span : spans) {
        stretches +=
            (stretches.empty() ? "" : ";") + seconds(span.first_us) + "-" + seconds(span.last_us);
    }
    return {value_of("lot"),
            value_of("expiry"),
            value_of("serial"),
            readable ? text(*readable) : std::string(),
            item.same_text ? "true" : "false",
            print_agrees,
            stretches};
}

}  // namespace mobilscan::report
