// One connection: requests one after the other, each read, handled and answered. Internal to http/.
//
// All members are touched on the network thread only; handlers get values. The coroutine holds the
// connection; the server knows it by ServerCore::connections and may close it at any time.
//
// g++ 12 destroys some temporaries of a co_await expression twice: whatever such an expression is
// given is trivial, or a named variable that is moved from.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <variant>
#include <vector>

#include "http/asio.h"
#include "http/server.h"

namespace mobilscan::http {

class ConnectionBase {
public:
    virtual ~ConnectionBase() = default;
    ConnectionBase(const ConnectionBase&) = delete;
    ConnectionBase& operator=(const ConnectionBase&) = delete;
    virtual void close() noexcept = 0;
    [[nodiscard]] virtual bool is_idle() const noexcept = 0;  // between two requests

protected:
    ConnectionBase() = default;
};

// What all connections of a server share; its members belong to the network thread.
struct ServerCore {
    explicit ServerCore(ServerOptions server_options)
        : options(std::move(server_options)),
          pool(static_cast<std::size_t>(std::max(options.threads, 1))) {}

    // Whether a peer is a proxy whose word about its clients counts.
    [[nodiscard]] bool trusts(std::string_view peer) const {
        const auto& proxies = options.trusted_proxies;
        return std::find(proxies.begin(), proxies.end(), peer) != proxies.end();
    }

    // Why the request must not go on, if it must not. On a handler thread.
    [[nodiscard]] std::optional<Response> refusal_of(const Request& request,
                                                     const Route& route) const {
        return options.hooks.admit ? options.hooks.admit(request, route) : std::nullopt;
    }

    ServerOptions options;
    net::io_context io{1};
    net::thread_pool pool;
    bool stopping = false;
    std::unordered_set<ConnectionBase*> connections;
    std::map<std::string, int> per_address;
};

using TcpStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

template <class Stream>
class Connection final : public ConnectionBase {
public:
    Connection(Stream stream, ServerCore& core, const Router& router, std::string peer);
    ~Connection() override;

    // The whole life of the connection.
    net::awaitable<void> run();

    void close() noexcept override;
    [[nodiscard]] bool is_idle() const noexcept override { return idle_; }

private:
    using Parser = beast::http::request_parser<beast::http::buffer_body>;
    struct Upload;

    net::awaitable<bool> handshake();
    net::awaitable<bool> serve_one();
    net::awaitable<bool> read_head();
    net::awaitable<bool> handle();
    net::awaitable<bool> handle_whole(const Route* route);
    net::awaitable<bool> receive_whole(const Route* route);
    net::awaitable<std::optional<Response>> answer_of(
        std::function<std::optional<Response>()> work);
    net::awaitable<bool> handle_upload(const Route* route);
    net::awaitable<bool> receive_upload(std::shared_ptr<Upload> upload);
    net::awaitable<bool> read_whole_body(std::size_t bytes_max);
    net::awaitable<std::size_t> read_body(std::vector<char>& into);
    net::awaitable<bool> send_continue();

    net::awaitable<bool> send(Response response);
    net::awaitable<bool> send_text(Response response);
    net::awaitable<bool> send_file(Response response);
    net::awaitable<bool> send_source(Response response);
    net::awaitable<bool> send_events(Response response);
    net::awaitable<bool> send_head(const Response& response, std::optional<std::uint64_t> length);
    net::awaitable<bool> send_piece(std::string_view piece);
    net::awaitable<bool> write_all(std::string_view bytes);
    net::awaitable<bool> watch_for_end(std::shared_ptr<net::steady_timer> wake);
    net::awaitable<void> refuse(int status, std::string_view detail);
    net::awaitable<void> refuse(Response response);
    net::awaitable<void> linger();

    // Builds request_ from the parsed head. False: what is wrong stands in fault_.
    [[nodiscard]] bool take_head();
    [[nodiscard]] Response explained(int status, std::string_view detail) const;
    [[nodiscard]] std::string_view told_by_proxy(std::string_view name) const;
    [[nodiscard]] std::string client_address() const;
    [[nodiscard]] bool is_secure() const;
    [[nodiscard]] bool body_is_too_slow();
    void expires_after(std::chrono::seconds time);
    void log(int status) const;

    Stream stream_;
    ServerCore& core_;
    const Router& router_;
    std::string peer_;  // the socket's
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::shared_ptr<Request> request_;  // shared with the handler thread
    std::string pattern_;
    std::string fault_;
    std::chrono::steady_clock::time_point began_;
    std::chrono::steady_clock::time_point window_began_;  // of the body's rate
    std::int64_t window_bytes_ = 0;
    bool idle_ = true;
    bool is_head_ = false;  // the method was HEAD
    bool keep_ = false;     // the connection may serve another request
    bool body_error_ = false;
};

extern template class Connection<TcpStream>;
extern template class Connection<TlsStream>;

}  // namespace mobilscan::http
