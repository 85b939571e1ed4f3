#include "http/multipart.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "http/message.h"

namespace mobilscan::http {
namespace {

using core::ErrorCode;

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t boundary_characters_max = 70;  // RFC 2046, section 5.1.1

tl::unexpected<core::Error> malformed(const char* what) {
    return failure(ErrorCode::usage, std::string("multipart body: ") + what);
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_but_for_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view without_outer_blanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// A parameter's value: a token, or a quoted string in which a backslash escapes a quote or a
// backslash. Browsers send a Windows path's backslashes bare, so any other is taken as it is.
std::string value_of(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
        return std::string(text);
    }
    text = text.substr(1, text.size() - 2);
    std::string value;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) {
            ++i;
        }
        value += text[i];
    }
    return value;
}

// The next parameter of a header value, up to a semicolon outside quotes; it is taken off `rest`.
std::string_view next_parameter(std::string_view& rest) {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < rest.size() && (quoted || rest[end] != ';'); ++end) {
        if (rest[end] == '"') {
            quoted = !quoted;
        } else if (rest[end] == '\\' && quoted && end + 1 < rest.size()) {
            ++end;
        }
    }
    end = std::min(end, rest.size());
    const std::string_view parameter = without_outer_blanks(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return parameter;
}

std::optional<std::string> parameter_of(std::string_view header_value, std::string_view name) {
    next_parameter(header_value);  // the value itself, before the first parameter
    while (!header_value.empty()) {
        const std::string_view parameter = next_parameter(header_value);
        const std::size_t equals = parameter.find('=');
        if (equals != std::string_view::npos &&
            equal_but_for_case(without_outer_blanks(parameter.substr(0, equals)), name)) {
            return value_of(without_outer_blanks(parameter.substr(equals + 1)));
        }
    }
    return std::nullopt;
}

// An extended value (RFC 8187): charset'language'percent-encoded bytes. Browsers must not send it
// in forms (RFC 7578, section 4.2), but HTTP libraries do for names beyond ASCII. Nothing when it
// is none, or in another charset than UTF-8.
std::optional<std::string> extended_value(std::string_view text) {
    const std::size_t charset_end = text.find('\'');
    const std::size_t language_end =
        charset_end == std::string_view::npos ? charset_end : text.find('\'', charset_end + 1);
    if (language_end == std::string_view::npos ||
        !equal_but_for_case(text.substr(0, charset_end), "utf-8")) {
        return std::nullopt;
    }
    text.remove_prefix(language_end + 1);
    return percent_decoded(text, false);
}

// The extended form wins where both are given (RFC 6266, section 4.3).
std::optional<std::string> filename_of(std::string_view disposition) {
    if (const auto extended = parameter_of(disposition, "filename*")) {
        if (auto name = extended_value(*extended)) {
            return name;
        }
    }
    return parameter_of(disposition, "filename");
}

std::string_view first_word(std::string_view header_value) {
    return next_parameter(header_value);
}

bool is_boundary_character(char c) {
    constexpr std::string_view others = "'()+_,-./:=? ";
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           others.find(c) != std::string_view::npos;
}

// The head of a part from its header lines, each ending in CR LF.
Result<PartHead> parse_head(std::string_view lines) {
    PartHead head;
    bool named = false;
    while (!lines.empty()) {
        const std::size_t end = lines.find(line_end);
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(end + line_end.size());
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0 ||
            line.find_first_of("\r\n") != std::string_view::npos) {
            return malformed("a header line of a part is broken");
        }
        const std::string_view value = without_outer_blanks(line.substr(colon + 1));
        if (equal_but_for_case(line.substr(0, colon), "content-disposition")) {
            const auto name = parameter_of(value, "name");
            if (named || !name || !equal_but_for_case(first_word(value), "form-data")) {
                return malformed("a part must have one Content-Disposition: form-data with a name");
            }
            named = true;
            head.name = *name;
            head.filename = filename_of(value);
        } else if (equal_but_for_case(line.substr(0, colon), "content-type")) {
            head.content_type = std::string(value);
        }
    }
    if (!named) {
        return malformed("a part has no name");
    }
    return head;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    if (!equal_but_for_case(first_word(content_type), "multipart/form-data")) {
        return std::nullopt;
    }
    auto boundary = parameter_of(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > boundary_characters_max ||
        boundary->back() == ' ' ||
        !std::all_of(boundary->begin(), boundary->end(), is_boundary_character)) {
        return std::nullopt;
    }
    return boundary;
}

MultipartParser::MultipartParser(std::string_view boundary, PartSink& sink, MultipartLimits limits)
    : delimiter_("\r\n--" + std::string(boundary)),
      sink_(sink),
      limits_(limits),
      // The first boundary may stand at the very beginning, without the line end before it.
      buffer_(line_end) {}

Result<void> MultipartParser::feed(std::string_view bytes) {
    if (state_ == State::closed) {
        return {};  // an epilogue, to be ignored (RFC 2046)
    }
    buffer_.append(bytes);
    while (true) {
        const auto more = step();
        if (!more) {
            return failure(more.error());
        }
        if (!*more) {
            return {};
        }
    }
}

Result<void> MultipartParser::finish() const {
    if (state_ != State::closed) {
        return malformed("it ends before its closing boundary");
    }
    return {};
}

Result<bool> MultipartParser::step() {
    switch (state_) {
        case State::before_first:
        case State::body:
            return pass_content();
        case State::after_boundary:
            return pass_boundary_end();
        case State::head:
            return pass_head();
        case State::closed:
            break;
    }
    buffer_.clear();
    return false;
}

Result<bool> MultipartParser::pass_content() {
    const std::size_t found = buffer_.find(delimiter_);
    const bool complete = found != std::string::npos;
    // What could be the beginning of a boundary waits for more.
    const std::size_t content =
        complete ? found : buffer_.size() - std::min(buffer_.size(), delimiter_.size() - 1);
    if (state_ == State::body && content > 0) {
        if (auto taken = sink_.data({buffer_.data(), content}); !taken) {
            return failure(taken.error());
        }
    }
    if (!complete) {
        buffer_.erase(0, content);
        return false;
    }
    buffer_.erase(0, content + delimiter_.size());
    if (state_ == State::body) {
        if (auto ended = sink_.end(); !ended) {
            return failure(ended.error());
        }
    }
    state_ = State::after_boundary;
    return true;
}

Result<bool> MultipartParser::pass_boundary_end() {
    if (buffer_.size() < 2) {
        return false;
    }
    if (buffer_.starts_with("--")) {
        state_ = State::closed;
        return true;
    }
    if (!buffer_.starts_with(line_end)) {
        return malformed("a boundary is followed by something else");
    }
    // The line end stays, so that a head always lies between two of them.
    state_ = State::head;
    return true;
}

Result<bool> MultipartParser::pass_head() {
    constexpr std::string_view head_end = "\r\n\r\n";
    const std::size_t end = buffer_.find(head_end);
    const std::size_t size = end == std::string::npos ? buffer_.size() : end;
    if (size > limits_.head_bytes_max) {
        return failure(ErrorCode::over_budget, "multipart body: a part's head is too large");
    }
    if (end == std::string::npos) {
        return false;
    }
    if (++parts_ > limits_.parts_max) {
        return failure(ErrorCode::over_budget, "multipart body: too many parts");
    }
    const std::string_view lines = std::string_view(buffer_).substr(0, end + line_end.size());
    return parse_head(lines.substr(line_end.size()))
        .and_then([&](const PartHead& head) { return sink_.begin(head); })
        .map([&] {
            buffer_.erase(0, end + head_end.size());
            state_ = State::body;
            return true;
        });
}

}  // namespace mobilscan::http
