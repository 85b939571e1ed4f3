#include "report/item_csv.h"

#include "core/gs1.h"
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

}  // namespace mobilscan::report
