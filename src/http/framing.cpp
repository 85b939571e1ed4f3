#include "http/framing.h"

#include <algorithm>

#include "core/limits.h"

namespace mobilscan::http {
namespace {

bool is_number(std::string_view text) {
    constexpr std::size_t digits_max = 15;
    return !text.empty() && text.size() <= digits_max &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_chunked(std::string_view text) {
    constexpr std::string_view chunked = "chunked";
    return std::equal(text.begin(), text.end(), chunked.begin(), chunked.end(),
                      [](char a, char b) { return (a | 0x20) == b; });
}

}  // namespace

std::optional<std::string> head_fault(std::string_view head) {
    int lines = 0;
    for (std::size_t i = 0; i < head.size(); ++i) {
        if (head[i] == '\0') {
            return "the head holds a NUL";
        }
        if (head[i] == '\n') {
            return "a line does not end in CR LF";
        }
        if (head[i] != '\r') {
            continue;
        }
        if (i + 1 >= head.size() || head[i + 1] != '\n') {
            return "a line does not end in CR LF";
        }
        ++i;
        ++lines;
        if (i + 1 < head.size() && (head[i + 1] == ' ' || head[i + 1] == '\t')) {
            return "a header is folded over lines";
        }
    }
    // The request line and the empty line are counted too.
    if (lines > limits::request_headers_max + 2) {
        return "there are too many headers";
    }
    return std::nullopt;
}

std::optional<std::string> framing_fault(
    const std::vector<std::pair<std::string, std::string>>& fields, bool is_http_1_1) {
    int lengths = 0;
    int encodings = 0;
    int hosts = 0;
    for (const auto& [name, value] : fields) {
        if (name == "content-length") {
            ++lengths;
            if (!is_number(value)) {
                return "Content-Length is no number";
            }
        } else if (name == "transfer-encoding") {
            ++encodings;
            if (!is_http_1_1 || !is_chunked(value)) {
                return "Transfer-Encoding may only be chunked";
            }
        } else if (name == "host") {
            ++hosts;
        }
    }
    if (lengths > 1 || encodings > 1 || lengths + encodings > 1) {
        return "the length of the body is said more than once";
    }
    if (hosts > 1 || (is_http_1_1 && hosts == 0)) {
        return "there must be exactly one Host header";
    }
    return std::nullopt;
}

}  // namespace mobilscan::http
