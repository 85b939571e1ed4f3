#include "http/connection.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

#include "http/connection_body.h"
#include "http/connection_send.h"
#include "http/framing.h"

namespace mobilscan::http {
namespace {

constexpr std::size_t read_bytes = 65'536;
// A route that needs no body takes a small one and leaves it out: some clients always send one.
constexpr std::size_t unread_body_bytes_max = 1'024;
constexpr std::string_view head_end = "\r\n\r\n";

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

std::string_view view_of(const beast::flat_buffer& buffer) {
    return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

std::string new_request_id() {
    static std::mt19937_64 random{std::random_device{}()};  // the network thread's; no secret
    std::array<char, 17> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(random()));
    return text.data();
}

constexpr int status_bad_request = 400;
constexpr int status_not_found = 404;
constexpr int status_method_not_allowed = 405;
constexpr int status_timeout = 408;
constexpr int status_head_too_large = 431;

}  // namespace

template <class Stream>
Connection<Stream>::Connection(Stream stream, ServerCore& core, const Router& router,
                               std::string peer)
    : stream_(std::move(stream)), core_(core), router_(router), peer_(std::move(peer)) {
    buffer_.reserve(read_bytes);
    core_.connections.insert(this);
    ++core_.per_address[peer_];
}

template <class Stream>
Connection<Stream>::~Connection() {
    core_.connections.erase(this);
    if (--core_.per_address[peer_] == 0) {
        core_.per_address.erase(peer_);
    }
}

template <class Stream>
void Connection<Stream>::close() noexcept {
    ErrorNumber ignored;
    beast::get_lowest_layer(stream_).socket().close(ignored);
}

template <class Stream>
void Connection<Stream>::expires_after(std::chrono::seconds time) {
    beast::get_lowest_layer(stream_).expires_after(time);
}

template <class Stream>
net::awaitable<void> Connection<Stream>::run() {
    if (co_await handshake()) {
        while (co_await serve_one()) {
        }
    }
    ErrorNumber ignored;
    beast::get_lowest_layer(stream_).socket().shutdown(tcp::socket::shutdown_both, ignored);
    close();
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::handshake() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
        expires_after(limits::request_head_seconds);
        const auto [error] =
            co_await stream_.async_handshake(net::ssl::stream_base::server, no_throw);
        co_return !error;
    }
    co_return true;
}

// Reads, handles and answers one request. True: the connection may serve another.
template <class Stream>
net::awaitable<bool> Connection<Stream>::serve_one() {
    idle_ = true;
    keep_ = false;
    body_error_ = false;
    fault_.clear();
    pattern_.clear();
    request_ = std::make_shared<Request>();
    request_->id = new_request_id();
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(limits::request_head_bytes_max));
    parser_->body_limit(boost::none);
    parser_->eager(false);
    if (!co_await read_head()) {
        co_return false;
    }
    const bool handled = co_await handle();
    co_return handled&& keep_ && !core_.stopping;
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::read_head() {
    expires_after(limits::connection_idle_seconds);
    std::size_t end = std::string_view::npos;
    while ((end = view_of(buffer_).find(head_end)) == std::string_view::npos) {
        if (buffer_.size() > limits::request_head_bytes_max) {
            break;
        }
        const auto [error, size] =
            co_await stream_.async_read_some(buffer_.prepare(read_bytes), no_throw);
        if (error == beast::error::timeout && !idle_) {
            co_await refuse(status_timeout, "the request did not arrive in time");
        }
        if (error) {
            co_return false;
        }
        buffer_.commit(size);
        if (idle_) {
            idle_ = false;
            expires_after(limits::request_head_seconds);
        }
    }
    idle_ = false;
    began_ = std::chrono::steady_clock::now();
    if (end > limits::request_head_bytes_max) {  // also when there is none
        co_await refuse(status_head_too_large, "the head of the request is too large");
        co_return false;
    }
    const std::string_view head = view_of(buffer_).substr(0, end + head_end.size());
    if (auto fault = head_fault(head)) {
        fault_ = *std::move(fault);
        co_await refuse(status_bad_request, fault_);
        co_return false;
    }
    ErrorNumber error;
    const std::size_t used = parser_->put(net::buffer(head.data(), head.size()), error);
    buffer_.consume(used);
    if (error || !parser_->is_header_done()) {
        fault_ = "the request is malformed";
    }
    if (!fault_.empty() || !take_head()) {
        co_await refuse(status_bad_request, fault_);
        co_return false;
    }
    co_return true;
}

template <class Stream>
bool Connection<Stream>::take_head() {
    const auto& head = parser_->get();
    for (const auto& field : head) {
        request_->headers.emplace_back(lower(field.name_string()), std::string(field.value()));
    }
    const bool is_http_1_1 = head.version() == 11;
    if (auto fault = framing_fault(request_->headers, is_http_1_1)) {
        fault_ = *std::move(fault);
        return false;
    }
    is_head_ = head.method() == beast::http::verb::head;
    request_->method = is_head_ ? "GET" : std::string(head.method_string());
    request_->secure = is_secure();
    request_->peer = client_address();
    if (!parse_target(head.target(), *request_)) {
        fault_ = "the address of the request is malformed";
        return false;
    }
    keep_ = parser_->keep_alive();
    return true;
}

// What a proxy that we know says in a header: its own word is the last one, those before it are the
// client's. Empty when nobody says anything that counts.
template <class Stream>
std::string_view Connection<Stream>::told_by_proxy(std::string_view name) const {
    if (!core_.trusts(peer_)) {
        return {};
    }
    const auto& headers = request_->headers;
    const auto found = std::find_if(headers.rbegin(), headers.rend(),
                                    [name](const auto& header) { return header.first == name; });
    if (found == headers.rend()) {
        return {};
    }
    std::string_view last = found->second;
    last.remove_prefix(last.find_last_of(',') + 1);
    last.remove_prefix(std::min(last.find_first_not_of(" \t"), last.size()));
    return last.substr(0, last.find_last_not_of(" \t") + 1);
}

template <class Stream>
std::string Connection<Stream>::client_address() const {
    const std::string_view told = told_by_proxy("x-forwarded-for");
    return told.empty() ? peer_ : std::string(told);
}

// Whether the client spoke TLS: to us, or to the proxy before us.
template <class Stream>
bool Connection<Stream>::is_secure() const {
    const std::string_view told = told_by_proxy("x-forwarded-proto");
    return told.empty() ? std::is_same_v<Stream, TlsStream> : lower(told) == "https";
}

template <class Stream>
Response Connection<Stream>::explained(int status, std::string_view detail) const {
    if (core_.options.hooks.explain) {
        return core_.options.hooks.explain(*request_, status, std::string(detail));
    }
    return text_response(status, "text/plain; charset=utf-8", std::string(detail) + "\n");
}

// Answers what cannot be handled, and ends the connection.
template <class Stream>
net::awaitable<void> Connection<Stream>::refuse(int status, std::string_view detail) {
    Response response = explained(status, detail);
    co_await refuse(std::move(response));
}

template <class Stream>
net::awaitable<void> Connection<Stream>::refuse(Response response) {
    keep_ = false;
    const bool sent = co_await send(std::move(response));
    if (sent) {
        co_await linger();
    }
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::handle() {
    Router::Match match = router_.match(request_->method, request_->path);
    request_->captured = std::move(match.captured);
    if (match.route == nullptr && !match.allowed.empty()) {
        std::string allowed;
        for (const std::string& method : match.allowed) {
            allowed += (allowed.empty() ? "" : ", ") + method;
        }
        Response response = explained(status_method_not_allowed, "Method Not Allowed");
        response.with("Allow", allowed);
        keep_ = keep_ && parser_->is_done();
        const bool sent = co_await send(std::move(response));
        if (!keep_) {
            co_await linger();
        }
        co_return sent;
    }
    if (match.route != nullptr) {
        pattern_ = match.route->pattern;
    }
    if (match.route != nullptr && std::holds_alternative<UploadHandler>(match.route->handler)) {
        co_return co_await handle_upload(match.route);
    }
    co_return co_await handle_whole(match.route);
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::handle_whole(const Route* route) {
    const bool has_body = !parser_->is_done();
    if (has_body) {
        const bool read = co_await receive_whole(route);
        if (!read) {
            co_return false;
        }
    }
    std::function<std::optional<Response>()> work =
        [request = request_, route, admitted = has_body, &core = core_,
         &router = router_]() -> std::optional<Response> {
        if (route == nullptr) {
            return router.fallback()
                       ? router.fallback()(*request)
                       : core.options.hooks.explain(*request, status_not_found, "Not Found");
        }
        if (!admitted) {
            if (auto refusal = core.refusal_of(*request, *route)) {
                return refusal;
            }
        }
        return std::get<Handler>(route->handler)(*request);
    };
    std::optional<Response> answer = co_await answer_of(std::move(work));
    Response response = *std::move(answer);
    co_return co_await send(std::move(response));
}

// Reads the body of a request to the end, if there is a route that wants it and the client may use
// it. False: it was refused, or the connection is over.
template <class Stream>
net::awaitable<bool> Connection<Stream>::receive_whole(const Route* route) {
    if (route == nullptr) {
        co_await refuse(status_not_found, "Not Found");
        co_return false;
    }
    std::function<std::optional<Response>()> admit = [request = request_, route, &core = core_]() {
        return core.refusal_of(*request, *route);
    };
    std::optional<Response> refusal = co_await answer_of(std::move(admit));
    if (refusal) {
        Response response = *std::move(refusal);
        co_await refuse(std::move(response));
        co_return false;
    }
    const std::size_t bytes_max =
        route->body_bytes_max > 0 ? route->body_bytes_max : unread_body_bytes_max;
    co_return co_await read_whole_body(bytes_max);
}

// What the work, done on a handler thread, answers, if anything; 500 when it throws.
template <class Stream>
net::awaitable<std::optional<Response>> Connection<Stream>::answer_of(
    std::function<std::optional<Response>()> work) {
    std::optional<Response> answer;
    bool failed = false;
    try {
        answer = co_await run_on(core_.pool, std::move(work));
    } catch (const std::exception&) {
        failed = true;
    }
    if (failed) {
        answer = explained(status_internal, "Internal Server Error");
    }
    co_return answer;
}

template <class Stream>
void Connection<Stream>::log(int status) const {
    if (!core_.options.hooks.log) {
        return;
    }
    const auto duration = std::chrono::steady_clock::now() - began_;
    core_.options.hooks.log({request_->method, pattern_, request_->id, status,
                             std::chrono::duration_cast<std::chrono::microseconds>(duration)});
}

template class Connection<TcpStream>;
template class Connection<TlsStream>;

}  // namespace mobilscan::http
