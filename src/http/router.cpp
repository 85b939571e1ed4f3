#include "http/router.h"

#include <algorithm>
#include <utility>

namespace mobilscan::http {
namespace {

std::string_view next_part(std::string_view& path) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(end);
    return part;
}

// Whether the path is of the pattern; the named parts land in `captured`.
bool fits(std::string_view pattern, std::string_view path,
          std::map<std::string, std::string>& captured) {
    while (!pattern.empty() && !path.empty()) {
        if (pattern.front() != '/' || path.front() != '/') {
            return false;
        }
        pattern.remove_prefix(1);
        path.remove_prefix(1);
        const std::string_view wanted = next_part(pattern);
        const std::string_view part = next_part(path);
        if (wanted.starts_with('{')) {
            if (part.empty()) {
                return false;
            }
            captured[std::string(wanted.substr(1, wanted.size() - 2))] = part;
        } else if (wanted != part) {
            return false;
        }
    }
    return pattern.empty() && path.empty();
}

}  // namespace

Router& Router::add(Route route) {
    const auto is_general = [](const Route& each) {
        return each.pattern.find('{') != std::string::npos;
    };
    const auto at = is_general(route) ? routes_.end()
                                      : std::find_if(routes_.begin(), routes_.end(), is_general);
    routes_.insert(at, std::move(route));
    return *this;
}

Router& Router::otherwise(Handler handler) {
    fallback_ = std::move(handler);
    return *this;
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
    Match match;
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    for (const Route& route : routes_) {
        std::map<std::string, std::string> captured;
        if (!fits(route.pattern, path, captured)) {
            continue;
        }
        if (route.method == wanted) {
            match.route = &route;
            match.captured = std::move(captured);
            match.allowed.clear();
            return match;
        }
        match.allowed.push_back(route.method);
    }
    return match;
}

}  // namespace mobilscan::http
