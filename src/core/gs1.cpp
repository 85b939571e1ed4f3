#include "core/gs1.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>

namespace mobilscan::core {
namespace {

enum class Form : std::uint8_t { text, number_with_check, date, measure };

// Identifiers of one meaning: they begin alike and are so long.
struct Identifier {
    std::string_view begins;
    std::size_t length;        // of the identifier, with the decimal place of a measure
    std::size_t value_length;  // 0: to the next separator
    std::string_view name;
    Form form = Form::text;
};

constexpr std::size_t measure_digits = 6;
constexpr std::size_t date_digits = 6;
constexpr std::size_t gtin_digits = 14;

// Those with a name come before those that only tell how long others of their kind are.
constexpr auto identifiers = std::to_array<Identifier>({
    {"00", 2, 18, "sscc", Form::number_with_check},
    {"01", 2, gtin_digits, "gtin", Form::number_with_check},
    {"02", 2, gtin_digits, "content_gtin", Form::number_with_check},
    {"10", 2, 0, "lot", Form::text},
    {"11", 2, date_digits, "production_date", Form::date},
    {"12", 2, date_digits, "due_date", Form::date},
    {"13", 2, date_digits, "packaging_date", Form::date},
    {"15", 2, date_digits, "best_before", Form::date},
    {"16", 2, date_digits, "sell_by", Form::date},
    {"17", 2, date_digits, "expiry", Form::date},
    {"20", 2, 2, "variant", Form::text},
    {"21", 2, 0, "serial", Form::text},
    {"22", 2, 0, "", Form::text},
    {"240", 3, 0, "additional_item", Form::text},
    {"241", 3, 0, "customer_part", Form::text},
    {"250", 3, 0, "secondary_serial", Form::text},
    {"30", 2, 0, "count", Form::text},
    {"310", 4, measure_digits, "net_weight_kg", Form::measure},
    {"311", 4, measure_digits, "length_m", Form::measure},
    {"330", 4, measure_digits, "gross_weight_kg", Form::measure},
    {"31", 4, measure_digits, "", Form::measure},
    {"32", 4, measure_digits, "", Form::measure},
    {"33", 4, measure_digits, "", Form::measure},
    {"34", 4, measure_digits, "", Form::measure},
    {"35", 4, measure_digits, "", Form::measure},
    {"36", 4, measure_digits, "", Form::measure},
    {"37", 2, 0, "content_count", Form::text},
    {"39", 4, 0, "", Form::text},
    {"400", 3, 0, "customer_order", Form::text},
    {"401", 3, 0, "consignment", Form::text},
    {"410", 3, 13, "ship_to", Form::number_with_check},
    {"414", 3, 13, "location", Form::number_with_check},
    {"41", 3, 13, "", Form::number_with_check},
    {"2", 3, 0, "", Form::text},
    {"40", 3, 0, "", Form::text},
    {"42", 3, 0, "", Form::text},
    {"43", 4, 0, "", Form::text},
    {"7", 4, 0, "", Form::text},
    {"8", 4, 0, "", Form::text},
    {"9", 2, 0, "", Form::text},
});

bool are_digits(std::string_view text) noexcept {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) noexcept {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

const Identifier* identifier_at(std::string_view content) noexcept {
    const auto found =
        std::find_if(identifiers.begin(), identifiers.end(), [&](const Identifier& each) {
            return content.starts_with(each.begins) && content.size() > each.length &&
                   are_digits(content.substr(0, each.length));
        });
    return found == identifiers.end() ? nullptr : &*found;
}

// YYMMDD. The century is the one that brings the year into the hundred from 1977 to 2076, which the
// rule of the specification gives in 2026.
void set_date(std::string_view digits, Gs1Element& element) {
    constexpr int first_year_of_this_century = 77;
    constexpr std::array<int, 12> days{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    element.value = digits;
    element.is_valid = digits.size() == date_digits && are_digits(digits);
    if (!element.is_valid) {
        return;
    }
    const int year = number(digits.substr(0, 2));
    const int month = number(digits.substr(2, 2));
    const int day = number(digits.substr(4, 2));
    element.is_valid =
        month >= 1 && month <= 12 && day <= days[static_cast<std::size_t>(std::max(1, month) - 1)];
    if (!element.is_valid) {
        return;
    }
    const std::string century = year >= first_year_of_this_century ? "19" : "20";
    element.value =
        century + std::string(digits.substr(0, 2)) + "-" + std::string(digits.substr(2, 2));
    if (day > 0) {
        element.value += "-" + std::string(digits.substr(4, 2));
    }
}

// Six digits, of which the identifier's last digit says how many are behind the point.
void set_measure(std::string_view digits, char decimals, Gs1Element& element) {
    const auto behind = static_cast<std::size_t>(decimals - '0');
    element.value = digits;
    element.is_valid =
        digits.size() == measure_digits && are_digits(digits) && behind <= measure_digits;
    if (!element.is_valid) {
        return;
    }
    std::string whole(digits.substr(0, measure_digits - behind));
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    element.value = whole.empty() ? "0" : whole;
    if (behind > 0) {
        element.value += "." + std::string(digits.substr(measure_digits - behind));
    }
}

Gs1Element element_of(const Identifier& kind, std::string_view identifier, std::string_view value) {
    Gs1Element element{std::string(identifier), std::string(kind.name), std::string(value),
                       !value.empty()};
    switch (kind.form) {
        case Form::number_with_check:
            element.is_valid = value.size() == kind.value_length && has_gs1_check_digit(value);
            break;
        case Form::date:
            set_date(value, element);
            break;
        case Form::measure:
            element.identifier.pop_back();
            set_measure(value, identifier.back(), element);
            break;
        case Form::text:
            break;
    }
    return element;
}

}  // namespace

bool holds_gs1_elements(std::string_view format) noexcept {
    return format.starts_with("GS1") || format.starts_with("DataBar");
}

std::vector<Gs1Element> gs1_elements(std::string_view content) {
    std::vector<Gs1Element> elements;
    while (!content.empty()) {
        if (content.front() == gs1_separator) {
            content.remove_prefix(1);
            continue;
        }
        const Identifier* kind = identifier_at(content);
        if (kind == nullptr) {
            break;
        }
        const std::string_view identifier = content.substr(0, kind->length);
        content.remove_prefix(kind->length);
        const std::size_t to_separator = std::min(content.find(gs1_separator), content.size());
        const std::size_t length =
            kind->value_length == 0 ? to_separator : std::min(kind->value_length, to_separator);
        elements.push_back(element_of(*kind, identifier, content.substr(0, length)));
        content.remove_prefix(length);
    }
    return elements;
}

bool has_gs1_check_digit(std::string_view digits) noexcept {
    if (digits.size() < 2 || !are_digits(digits)) {
        return false;
    }
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int weight = (digits.size() - i) % 2 == 0 ? 3 : 1;  // the check digit itself: 1
        sum += weight * (digits[i] - '0');
    }
    return sum % 10 == 0;
}

std::optional<std::string> upc_a_of(std::string_view upc_e) {
    constexpr std::size_t upc_e_digits = 8;
    if (upc_e.size() != upc_e_digits || !are_digits(upc_e) || upc_e.front() > '1') {
        return std::nullopt;
    }
    // The last digit of the six in the middle says where the zeros were.
    const std::string_view middle = upc_e.substr(1, 6);
    std::size_t before = 5;  // of the middle's digits, before the zeros
    std::string zeros = "0000";
    std::string_view after = middle.substr(5);
    switch (middle.back()) {
        case '0':
        case '1':
        case '2':
            before = 2;
            zeros.insert(zeros.begin(), middle.back());
            after = middle.substr(2, 3);
            break;
        case '3':
            before = 3;
            zeros = "00000";
            after = middle.substr(3, 2);
            break;
        case '4':
            before = 4;
            zeros = "00000";
            after = middle.substr(4, 1);
            break;
        default:
            break;
    }
    std::string upc_a(upc_e.substr(0, 1));
    upc_a.append(middle.substr(0, before)).append(zeros).append(after).append(upc_e.substr(7));
    return upc_a;
}

std::optional<std::string> upc_e_of(std::string_view upc_a) {
    constexpr std::size_t upc_a_digits = 12;
    if (upc_a.size() != upc_a_digits || !are_digits(upc_a)) {
        return std::nullopt;
    }
    const std::string_view maker = upc_a.substr(1, 5);
    const std::string_view product = upc_a.substr(6, 5);
    const std::string last(1, product.back());
    const std::array<std::string, 4> middles{
        std::string(maker.substr(0, 2)).append(product.substr(2)).append(maker.substr(2, 1)),
        std::string(maker.substr(0, 3)).append(product.substr(3)) + '3',
        std::string(maker.substr(0, 4)).append(last) + '4',
        std::string(maker).append(last),
    };
    for (const std::string& middle : middles) {
        std::string upc_e =
            std::string(upc_a.substr(0, 1)).append(middle).append(upc_a.substr(upc_a_digits - 1));
        if (upc_a_of(upc_e) == upc_a) {
            return upc_e;
        }
    }
    return std::nullopt;
}

std::optional<std::string> gtin_of(std::string_view format, std::string_view text) {
    std::string digits;
    if (format.starts_with("EAN") || format.starts_with("UPC")) {
        digits = text.substr(0, text.find(' '));  // an add-on stands behind it
        if (format == "UPC-E") {
            digits = upc_a_of(digits).value_or(digits);
        }
    } else if (holds_gs1_elements(format)) {
        for (const Gs1Element& element : gs1_elements(text)) {
            if (element.name == "gtin" && element.is_valid) {
                digits = element.value;
            }
        }
    }
    if (digits.size() > gtin_digits || !has_gs1_check_digit(digits)) {
        return std::nullopt;
    }
    return std::string(gtin_digits - digits.size(), '0') + digits;
}

}  // namespace mobilscan::core
