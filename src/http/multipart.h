// multipart/form-data (RFC 7578), read as it arrives: a 500 MB file passes through without being
// held. Pure: bytes in, calls out; no I/O of its own.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace mobilscan::http {

struct MultipartLimits {
    int parts_max = 16;
    std::size_t head_bytes_max = 8 * 1024;  // header lines of one part
};

struct PartHead {
    std::string name;                     // of the form field
    std::optional<std::string> filename;  // as the client sent it: data, never a path
    std::string content_type;             // empty when the part has none
};

// Where the parts go. An error that a call returns ends the parsing with it.
class PartSink {
public:
    virtual ~PartSink() = default;
    [[nodiscard]] virtual Result<void> begin(const PartHead& head) = 0;
    [[nodiscard]] virtual Result<void> data(std::string_view bytes) = 0;  // never empty
    [[nodiscard]] virtual Result<void> end() = 0;

protected:
    PartSink() = default;
    PartSink(const PartSink&) = default;
    PartSink& operator=(const PartSink&) = default;
};

// The boundary of a Content-Type header, or nothing when it is no multipart/form-data with a
// boundary of 1 to 70 characters that RFC 2046 allows.
[[nodiscard]] std::optional<std::string> multipart_boundary(std::string_view content_type);

// One request body. From one thread at a time; after an error it takes nothing more.
class MultipartParser {
public:
    // The sink must outlive the parser.
    MultipartParser(std::string_view boundary, PartSink& sink, MultipartLimits limits = {});

    // The next bytes of the body, cut anywhere. Errors: usage (the body is malformed), over_budget
    // (head or number of parts), and the sink's.
    [[nodiscard]] Result<void> feed(std::string_view bytes);

    // The body has ended. Error: usage when its closing boundary is missing.
    [[nodiscard]] Result<void> finish() const;

private:
    enum class State { before_first, head, body, after_boundary, closed };

    // One step on what is buffered: true to go on, false when more bytes are needed.
    [[nodiscard]] Result<bool> step();
    [[nodiscard]] Result<bool> pass_content();
    [[nodiscard]] Result<bool> pass_boundary_end();
    [[nodiscard]] Result<bool> pass_head();

    std::string delimiter_;  // CR LF -- boundary
    PartSink& sink_;
    MultipartLimits limits_;
    State state_ = State::before_first;
    int parts_ = 0;
    std::string buffer_;
};

}  // namespace mobilscan::http
