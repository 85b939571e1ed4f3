// Router: which handler answers which request. A value, filled once at the start; pure.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/message.h"

namespace mobilscan::http {

// A plain function that runs on a handler thread; the request's body is there as a whole.
using Handler = std::function<Response(const Request&)>;

// Decides by the head of an upload: takes the body, or answers at once and reads no more of it.
using UploadHandler =
    std::function<std::variant<std::unique_ptr<BodySink>, Response>(const Request&)>;

struct Route {
    std::string method;   // "GET" answers HEAD too
    std::string pattern;  // "/api/v1/jobs/{job_id}": a name in braces takes one part of the path
    std::variant<Handler, UploadHandler> handler;
    std::size_t body_bytes_max = 0;  // of a body that is read whole; more is 413
};

class Router {
public:
    Router& add(Route route);

    // Answers what no route does; without it that is 404.
    Router& otherwise(Handler handler);

    struct Match {
        const Route* route = nullptr;  // nothing: see allowed
        std::map<std::string, std::string> captured;
        std::vector<std::string> allowed;  // methods that the path has, when the method was wrong
    };
    // Patterns without braces win over those with.
    [[nodiscard]] Match match(std::string_view method, std::string_view path) const;

    [[nodiscard]] const Handler& fallback() const noexcept { return fallback_; }
    [[nodiscard]] const std::vector<Route>& routes() const noexcept { return routes_; }

private:
    std::vector<Route> routes_;
    Handler fallback_;
};

}  // namespace mobilscan::http
