// Server: listeners, connections and the threads that handlers run on.
//
// One thread moves bytes; handlers run on a small pool beside it, so that a slow one never holds up
// the others. Whatever a client does (slow, cut off, malformed) costs that client alone.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/limits.h"
#include "core/result.h"
#include "http/message.h"
#include "http/router.h"

namespace mobilscan::http {

struct AccessRecord {
    std::string method;
    std::string pattern;  // of the route; empty when there was none
    std::string request_id;
    int status = 0;
    std::chrono::microseconds duration{0};
};

struct TlsIdentity {
    std::string certificate_pem;  // may hold a chain
    std::string key_pem;
};

struct ListenerOptions {
    std::string host;                // an address; "0.0.0.0" or "::" for all
    std::uint16_t port = 0;          // 0: a free one
    const Router* router = nullptr;  // must outlive the server
    std::optional<TlsIdentity> tls;
};

// All may be empty. They run on handler threads, from several at once.
struct ServerHooks {
    // Says before the handler (and before the body of an upload) why the request must not go on.
    std::function<std::optional<Response>(const Request&, const Route&)> admit;
    // Turns what the server itself has to say (404, 405, 400, 413 ...) into an answer.
    std::function<Response(const Request&, int status, const std::string& detail)> explain;
    // Adds the headers that every answer has.
    std::function<void(const Request&, Response&)> finish;
    std::function<void(const AccessRecord&)> log;
};

struct ServerOptions {
    std::vector<ListenerOptions> listeners;
    // Addresses whose X-Forwarded-For and X-Forwarded-Proto count, and whose connections are
    // limited by limits::connections_max alone.
    std::vector<std::string> trusted_proxies;
    int threads = limits::request_threads;
    ServerHooks hooks;
};

class Server {
public:
    // Binds all listeners and begins to answer. Errors: cannot_listen (port in use or not allowed),
    // usage (no such address, bad certificate), with a sentence that says what to do.
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options);

    ~Server();  // stops, without grace
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // The port that a listener got, in the order of the options.
    [[nodiscard]] std::uint16_t port(std::size_t listener) const;

    // No more connections; requests that run have `grace` to end, event streams end at once (close
    // the hub before). Blocks until all is over; may be called twice.
    void stop(std::chrono::milliseconds grace);

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace mobilscan::http
