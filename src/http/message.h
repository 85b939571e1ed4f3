// Request and Response as handlers see them: values, without any network type.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/descriptor.h"
#include "core/result.h"

namespace mobilscan::http {

class EventSubscription;

struct Request {
    std::string method;  // "GET"; HEAD comes as GET, its body is left out on the way
    std::string path;    // percent-decoded, without the query; begins with '/'
    std::vector<std::pair<std::string, std::string>> query;    // decoded, in order
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::map<std::string, std::string> captured;  // parts of the path that the route names
    std::string body;                             // of routes that read it whole; else empty
    std::string peer;     // the client's address, also behind a trusted proxy
    bool secure = false;  // over TLS, to us or to a trusted proxy
    std::string id;       // of this request, for logs and the X-Request-Id of the answer

    // The value of a header, its name in lower case; empty when it is not there.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
    // The last value of a query parameter.
    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> parameters(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
};

// A part of an open file.
struct FileRange {
    core::Descriptor file;
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};

// The body in pieces, made while it is sent: called on a handler thread until it gives an empty
// piece. An error cuts the connection, as nothing else can be said any more.
using BodySource = std::function<Result<std::string>()>;

// Server-sent events: `backlog` at once, then what the subscription gets, until the client leaves.
struct EventStream {
    std::shared_ptr<EventSubscription> subscription;
    std::string backlog;          // whole events
    std::int64_t backlog_id = 0;  // live events up to this id are in the backlog already
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::variant<std::string, FileRange, BodySource, EventStream> body;

    Response& with(std::string name, std::string value) & {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
    Response&& with(std::string name, std::string value) && {
        headers.emplace_back(std::move(name), std::move(value));
        return std::move(*this);
    }
};

[[nodiscard]] Response text_response(int status, std::string content_type, std::string body);

// Takes the body of an upload as it arrives. All calls come one after the other on handler threads.
// Whoever lets go of it before finish() leaves nothing behind.
class BodySink {
public:
    virtual ~BodySink() = default;
    BodySink(const BodySink&) = delete;
    BodySink& operator=(const BodySink&) = delete;

    // The next bytes. A response ends the request with it; the rest of the body is not wanted.
    [[nodiscard]] virtual std::optional<Response> write(std::string_view bytes) = 0;
    // The body is complete.
    [[nodiscard]] virtual Response finish() = 0;

protected:
    BodySink() = default;
};

// "%41+b" of a query or path. Nothing for a broken escape or a NUL. '+' is a space in a query.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

// Splits a request target into path and query. False: it is malformed, or no path of this server.
[[nodiscard]] bool parse_target(std::string_view target, Request& request);

// A Content-Disposition with the name in both forms of RFC 6266.
[[nodiscard]] std::string attachment(std::string_view file_name);

}  // namespace mobilscan::http
