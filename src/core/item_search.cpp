#include "core/item_search.h"

#include <algorithm>

#include "core/gs1.h"
#include "core/text.h"

namespace mobilscan::core {

bool says(const Item& item, std::string_view part) {
    const auto contains = [&](std::string_view text) {
        return folded(text).find(part) != std::string::npos;
    };
    if (contains(item.text) || contains(item.printed_text) ||
        std::any_of(item.alternatives.begin(), item.alternatives.end(), contains)) {
        return true;
    }
    // The number has all its leading zeros, whatever stands in the code.
    const auto gtin = gtin_of(item.format, item.text);
    if (gtin && contains(*gtin)) {
        return true;
    }
    // Dates and measures read otherwise than the code holds them.
    if (!holds_gs1_elements(item.format)) {
        return false;
    }
    const auto elements = gs1_elements(item.text);
    return std::any_of(elements.begin(), elements.end(),
                       [&](const Gs1Element& element) { return contains(element.value); });
}

}  // namespace mobilscan::core
