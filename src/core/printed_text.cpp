#include "core/printed_text.h"

#include "core/text.h"

namespace mobilscan::core {

bool says_the_same(std::string_view code, std::string_view printed) {
    const std::string content = folded(printed);
    return !content.empty() && content == folded(code);
}

bool says_a_part(std::string_view code, std::string_view printed) {
    constexpr std::size_t characters_min = 5;
    const std::string content = folded(printed);
    return content.size() >= characters_min && folded(code).find(content) != std::string::npos;
}

bool disagrees_with_print(const Item& item) {
    return item.kind == Kind::barcode && !item.printed_text.empty() &&
           !says_the_same(item.text, item.printed_text) &&
           !says_a_part(item.text, item.printed_text);
}

}  // namespace mobilscan::core
