#include "store/codec.h"

#include <array>
#include <charconv>
#include <cmath>

#include "core/text.h"

namespace mobilscan::store {
namespace {

void append(std::string& text, float number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    if (!text.empty()) {
        text += ' ';
    }
    text.append(digits.data(), end);
}

std::string unescaped(std::string_view line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size()) {
            ++i;
            text += line[i] == 'n' ? '\n' : line[i];
        } else {
            text += line[i];
        }
    }
    return text;
}

}  // namespace

std::string quad_text(const core::Quad& quad) {
    std::string text;
    for (const core::Point corner : quad) {
        append(text, corner.x);
        append(text, corner.y);
    }
    return text;
}

std::optional<core::Quad> parse_quad(std::string_view text) {
    std::array<float, 8> numbers{};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0 && (at == end || *at++ != ' ')) {
            return std::nullopt;
        }
        const auto read = std::from_chars(at, end, numbers[i]);
        if (read.ec != std::errc{}) {
            return std::nullopt;
        }
        at = read.ptr;
    }
    if (at != end) {
        return std::nullopt;
    }
    core::Quad quad{};
    for (std::size_t i = 0; i < quad.size(); ++i) {
        quad[i] = {numbers[2 * i], numbers[2 * i + 1]};
    }
    return quad;
}

std::string list_text(const std::vector<std::string>& texts) {
    std::string lines;
    for (const std::string& text : texts) {
        for (const char c : text) {
            if (c == '\n') {
                lines += "\\n";
            } else if (c == '\\') {
                lines += "\\\\";
            } else {
                lines += c;
            }
        }
        lines += '\n';
    }
    return lines;
}

std::vector<std::string> parse_list(std::string_view text) {
    std::vector<std::string> texts;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        texts.push_back(unescaped(text.substr(0, end)));
        text.remove_prefix(end + 1);
    }
    return texts;
}

double four_decimals(float value) {
    return std::round(static_cast<double>(value) * 1e4) / 1e4;
}

}  // namespace mobilscan::store
