#include "core/gs1.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>

namespace mobilscan::core {
namespace {

enum class Form : std::uint8_t { text, number_with_check, date, decimals, amount_with_currency };

// Identifiers of one meaning: they begin alike and are so long.
struct Identifier {
    std::string_view begins;
    std::size_t length;        // of the identifier, with the place of a decimal point
    std::size_t value_length;  // 0: to the next separator
    std::string_view name;
    Form form = Form::text;
    std::string_view unit = {};
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
    {"310", 4, measure_digits, "net_weight_kg", Form::decimals, "kg"},
    {"311", 4, measure_digits, "length_m", Form::decimals, "m"},
    {"312", 4, measure_digits, "width_m", Form::decimals, "m"},
    {"313", 4, measure_digits, "depth_m", Form::decimals, "m"},
    {"314", 4, measure_digits, "area_m2", Form::decimals, "m²"},
    {"315", 4, measure_digits, "net_volume_l", Form::decimals, "l"},
    {"316", 4, measure_digits, "net_volume_m3", Form::decimals, "m³"},
    {"320", 4, measure_digits, "net_weight_lb", Form::decimals, "lb"},
    {"321", 4, measure_digits, "length_in", Form::decimals, "in"},
    {"322", 4, measure_digits, "length_ft", Form::decimals, "ft"},
    {"323", 4, measure_digits, "length_yd", Form::decimals, "yd"},
    {"324", 4, measure_digits, "width_in", Form::decimals, "in"},
    {"325", 4, measure_digits, "width_ft", Form::decimals, "ft"},
    {"326", 4, measure_digits, "width_yd", Form::decimals, "yd"},
    {"327", 4, measure_digits, "depth_in", Form::decimals, "in"},
    {"328", 4, measure_digits, "depth_ft", Form::decimals, "ft"},
    {"329", 4, measure_digits, "depth_yd", Form::decimals, "yd"},
    {"330", 4, measure_digits, "gross_weight_kg", Form::decimals, "kg"},
    {"331", 4, measure_digits, "gross_length_m", Form::decimals, "m"},
    {"332", 4, measure_digits, "gross_width_m", Form::decimals, "m"},
    {"333", 4, measure_digits, "gross_depth_m", Form::decimals, "m"},
    {"334", 4, measure_digits, "gross_area_m2", Form::decimals, "m²"},
    {"335", 4, measure_digits, "gross_volume_l", Form::decimals, "l"},
    {"336", 4, measure_digits, "gross_volume_m3", Form::decimals, "m³"},
    {"337", 4, measure_digits, "weight_per_area_kgm2", Form::decimals, "kg/m²"},
    {"340", 4, measure_digits, "gross_weight_lb", Form::decimals, "lb"},
    {"341", 4, measure_digits, "gross_length_in", Form::decimals, "in"},
    {"342", 4, measure_digits, "gross_length_ft", Form::decimals, "ft"},
    {"343", 4, measure_digits, "gross_length_yd", Form::decimals, "yd"},
    {"344", 4, measure_digits, "gross_width_in", Form::decimals, "in"},
    {"345", 4, measure_digits, "gross_width_ft", Form::decimals, "ft"},
    {"346", 4, measure_digits, "gross_width_yd", Form::decimals, "yd"},
    {"347", 4, measure_digits, "gross_depth_in", Form::decimals, "in"},
    {"348", 4, measure_digits, "gross_depth_ft", Form::decimals, "ft"},
    {"349", 4, measure_digits, "gross_depth_yd", Form::decimals, "yd"},
    {"350", 4, measure_digits, "area_in2", Form::decimals, "in²"},
    {"351", 4, measure_digits, "area_ft2", Form::decimals, "ft²"},
    {"352", 4, measure_digits, "area_yd2", Form::decimals, "yd²"},
    {"353", 4, measure_digits, "gross_area_in2", Form::decimals, "in²"},
    {"354", 4, measure_digits, "gross_area_ft2", Form::decimals, "ft²"},
    {"355", 4, measure_digits, "gross_area_yd2", Form::decimals, "yd²"},
    {"356", 4, measure_digits, "net_weight_ozt", Form::decimals, "oz t"},
    {"357", 4, measure_digits, "net_weight_oz", Form::decimals, "oz"},
    {"360", 4, measure_digits, "net_volume_qt", Form::decimals, "qt"},
    {"361", 4, measure_digits, "net_volume_gal", Form::decimals, "gal"},
    {"362", 4, measure_digits, "gross_volume_qt", Form::decimals, "qt"},
    {"363", 4, measure_digits, "gross_volume_gal", Form::decimals, "gal"},
    {"364", 4, measure_digits, "net_volume_in3", Form::decimals, "in³"},
    {"365", 4, measure_digits, "net_volume_ft3", Form::decimals, "ft³"},
    {"366", 4, measure_digits, "net_volume_yd3", Form::decimals, "yd³"},
    {"367", 4, measure_digits, "gross_volume_in3", Form::decimals, "in³"},
    {"368", 4, measure_digits, "gross_volume_ft3", Form::decimals, "ft³"},
    {"369", 4, measure_digits, "gross_volume_yd3", Form::decimals, "yd³"},
    {"31", 4, measure_digits, "", Form::decimals},
    {"32", 4, measure_digits, "", Form::decimals},
    {"33", 4, measure_digits, "", Form::decimals},
    {"34", 4, measure_digits, "", Form::decimals},
    {"35", 4, measure_digits, "", Form::decimals},
    {"36", 4, measure_digits, "", Form::decimals},
    {"37", 2, 0, "content_count", Form::text},
    {"390", 4, 0, "amount", Form::decimals},
    {"391", 4, 0, "amount_with_currency", Form::amount_with_currency},
    {"392", 4, 0, "item_amount", Form::decimals},
    {"393", 4, 0, "item_amount_with_currency", Form::amount_with_currency},
    {"394", 4, 0, "discount", Form::decimals, "%"},
    {"395", 4, 0, "unit_amount", Form::decimals},
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
    {"8003", 4, 0, "returnable_asset", Form::text},
    {"8004", 4, 0, "asset", Form::text},
    {"7", 4, 0, "", Form::text},
    {"8", 4, 0, "", Form::text},
    {"9", 2, 0, "", Form::text},
});

// ISO 4217, of the currencies that are used most.
struct Currency {
    std::string_view number;
    std::string_view code;
};

constexpr auto currencies = std::to_array<Currency>({
    {"032", "ARS"}, {"036", "AUD"}, {"048", "BHD"}, {"124", "CAD"}, {"152", "CLP"}, {"156", "CNY"},
    {"170", "COP"}, {"203", "CZK"}, {"208", "DKK"}, {"344", "HKD"}, {"348", "HUF"}, {"352", "ISK"},
    {"356", "INR"}, {"360", "IDR"}, {"376", "ILS"}, {"392", "JPY"}, {"410", "KRW"}, {"414", "KWD"},
    {"458", "MYR"}, {"484", "MXN"}, {"504", "MAD"}, {"554", "NZD"}, {"566", "NGN"}, {"578", "NOK"},
    {"604", "PEN"}, {"608", "PHP"}, {"634", "QAR"}, {"643", "RUB"}, {"682", "SAR"}, {"702", "SGD"},
    {"704", "VND"}, {"710", "ZAR"}, {"752", "SEK"}, {"756", "CHF"}, {"764", "THB"}, {"784", "AED"},
    {"818", "EGP"}, {"826", "GBP"}, {"840", "USD"}, {"858", "UYU"}, {"901", "TWD"}, {"941", "RSD"},
    {"946", "RON"}, {"949", "TRY"}, {"975", "BGN"}, {"978", "EUR"}, {"980", "UAH"}, {"985", "PLN"},
    {"986", "BRL"},
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

// Digits, of which the identifier's last one says how many are behind the point.
void set_decimals(const Identifier& kind, std::string_view digits, char decimals,
                  Gs1Element& element) {
    const auto behind = static_cast<std::size_t>(decimals - '0');
    const bool fits = kind.value_length == 0 || digits.size() == kind.value_length;
    element.value = digits;
    element.is_valid = fits && are_digits(digits) && behind <= digits.size();
    if (!element.is_valid) {
        return;
    }
    std::string whole(digits.substr(0, digits.size() - behind));
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    element.value = whole.empty() ? "0" : whole;
    if (behind > 0) {
        element.value += "." + std::string(digits.substr(digits.size() - behind));
    }
}

// The number of a currency comes first. One that is not known here stays a number.
void set_amount(const Identifier& kind, std::string_view digits, char decimals,
                Gs1Element& element) {
    constexpr std::size_t currency_digits = 3;
    if (digits.size() <= currency_digits) {
        element.is_valid = false;
        return;
    }
    const std::string_view currency = digits.substr(0, currency_digits);
    set_decimals(kind, digits.substr(currency_digits), decimals, element);
    element.is_valid = element.is_valid && are_digits(currency);
    if (!element.is_valid) {
        element.value = digits;
        return;
    }
    const auto* known = std::find_if(currencies.begin(), currencies.end(),
                                     [&](const Currency& each) { return each.number == currency; });
    element.unit = known == currencies.end() ? currency : known->code;
}

// An element as it stands in a code.
struct Part {
    const Identifier* kind;
    std::string_view identifier;
    std::string_view value;
};

// Takes the parts from the content, whose rest begins with no known identifier.
std::vector<Part> take_parts(std::string_view& content) {
    std::vector<Part> parts;
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
        parts.push_back({kind, identifier, content.substr(0, length)});
        content.remove_prefix(length);
    }
    return parts;
}

Gs1Element element_of(const Part& part) {
    const Identifier& kind = *part.kind;
    const std::string_view value = part.value;
    Gs1Element element{std::string(part.identifier), std::string(kind.name), std::string(value),
                       !value.empty(), std::string(kind.unit)};
    switch (kind.form) {
        case Form::number_with_check:
            element.is_valid = value.size() == kind.value_length && has_gs1_check_digit(value);
            break;
        case Form::date:
            set_date(value, element);
            break;
        case Form::decimals:
            element.identifier.pop_back();
            set_decimals(kind, value, part.identifier.back(), element);
            break;
        case Form::amount_with_currency:
            element.identifier.pop_back();
            set_amount(kind, value, part.identifier.back(), element);
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
    for (const Part& part : take_parts(content)) {
        elements.push_back(element_of(part));
    }
    return elements;
}

std::optional<std::string> gs1_readable(std::string_view content) {
    const std::vector<Part> parts = take_parts(content);
    if (parts.empty() || !content.empty()) {
        return std::nullopt;
    }
    std::string text;
    for (const Part& part : parts) {
        text += "(" + std::string(part.identifier) + ")" + std::string(part.value);
    }
    return text;
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
