#include "http/server.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "http/connection.h"

namespace mobilscan::http {
namespace {

using core::ErrorCode;

struct Listener {
    explicit Listener(net::io_context& io) : acceptor(io) {}

    tcp::acceptor acceptor;
    const Router* router = nullptr;
    std::unique_ptr<net::ssl::context> tls;
};

std::string place(const ListenerOptions& options) {
    return options.host + ":" + std::to_string(options.port);
}

Result<tcp::endpoint> endpoint_of(net::io_context& io, const ListenerOptions& options) {
    ErrorNumber error;
    const auto address = net::ip::make_address(options.host, error);
    if (!error) {
        return tcp::endpoint(address, options.port);
    }
    tcp::resolver resolver(io);
    const auto found = resolver.resolve(options.host, std::to_string(options.port), error);
    if (error || found.empty()) {
        return failure(ErrorCode::usage, "there is no address '" + options.host +
                                             "' on this machine; 127.0.0.1 is this machine alone, "
                                             "0.0.0.0 every address of it");
    }
    return found.begin()->endpoint();
}

core::Error cannot_listen(const ListenerOptions& options, const ErrorNumber& error) {
    std::string advice = "; choose another";
    if (error == net::error::address_in_use) {
        advice = ": another program uses this port; end it or choose another port";
    } else if (error == net::error::access_denied) {
        advice = ": ports below 1024 need more rights; choose a higher one";
    } else {
        advice = ": " + error.message();
    }
    return {ErrorCode::cannot_listen, "cannot listen on " + place(options) + advice};
}

Result<void> bind(Listener& listener, const tcp::endpoint& endpoint,
                  const ListenerOptions& options) {
    ErrorNumber error;
    listener.acceptor.open(endpoint.protocol(), error);
    if (!error) {
        listener.acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    }
    if (!error) {
        listener.acceptor.bind(endpoint, error);
    }
    if (!error) {
        listener.acceptor.listen(net::socket_base::max_listen_connections, error);
    }
    if (error) {
        return failure(cannot_listen(options, error));
    }
    return {};
}

Result<std::unique_ptr<net::ssl::context>> tls_context(const TlsIdentity& identity) {
    auto context = std::make_unique<net::ssl::context>(net::ssl::context::tls_server);
    ErrorNumber error;
    context->set_options(net::ssl::context::default_workarounds | net::ssl::context::no_sslv2 |
                             net::ssl::context::no_sslv3 | net::ssl::context::no_tlsv1 |
                             net::ssl::context::no_tlsv1_1,
                         error);
    context->use_certificate_chain(net::buffer(identity.certificate_pem), error);
    if (error) {
        return failure(ErrorCode::usage, "the TLS certificate cannot be used: " + error.message());
    }
    context->use_private_key(net::buffer(identity.key_pem), net::ssl::context::pem, error);
    if (error) {
        return failure(ErrorCode::usage,
                       "the TLS key cannot be used with its certificate: " + error.message());
    }
    return context;
}

}  // namespace

struct Server::Impl {
    explicit Impl(ServerOptions options) : core(std::move(options)) {}

    ServerCore core;
    std::vector<std::unique_ptr<Listener>> listeners;
    std::vector<std::uint16_t> ports;
    std::optional<net::executor_work_guard<net::io_context::executor_type>> keep_running;
    std::thread thread;
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t open = 0;  // connections; guarded by mutex

    [[nodiscard]] Result<void> listen(const ListenerOptions& options);
    net::awaitable<void> accept(Listener& listener);
    template <class Stream>
    void spawn(Stream stream, Listener& listener, std::string peer);
    void welcome(tcp::socket socket, Listener& listener);
    void connection_ended();
    void stop(std::chrono::milliseconds grace);
};

Result<void> Server::Impl::listen(const ListenerOptions& options) {
    const auto endpoint = endpoint_of(core.io, options);
    if (!endpoint) {
        return failure(endpoint.error());
    }
    auto listener = std::make_unique<Listener>(core.io);
    listener->router = options.router;
    if (options.tls) {
        auto context = tls_context(*options.tls);
        if (!context) {
            return failure(context.error());
        }
        listener->tls = *std::move(context);
    }
    if (auto bound = bind(*listener, *endpoint, options); !bound) {
        return bound;
    }
    ports.push_back(listener->acceptor.local_endpoint().port());
    listeners.push_back(std::move(listener));
    return {};
}

net::awaitable<void> Server::Impl::accept(Listener& listener) {
    net::steady_timer pause(core.io);
    while (listener.acceptor.is_open()) {
        auto [error, socket] = co_await listener.acceptor.async_accept(no_throw);
        if (!error) {
            welcome(std::move(socket), listener);
        } else if (listener.acceptor.is_open()) {
            // Out of descriptors, most likely: some will come back.
            pause.expires_after(std::chrono::milliseconds(100));
            const auto [ignored] = co_await pause.async_wait(no_throw);
            static_cast<void>(ignored);
        }
    }
}

void Server::Impl::welcome(tcp::socket socket, Listener& listener) {
    ErrorNumber error;
    const auto remote = socket.remote_endpoint(error);
    if (error) {
        return;
    }
    std::string peer = remote.address().to_string();
    const auto known = core.per_address.find(peer);
    // A proxy that we know speaks for many clients, and limits each of them itself.
    const bool too_many =
        core.connections.size() >= static_cast<std::size_t>(limits::connections_max) ||
        (known != core.per_address.end() && known->second >= limits::connections_per_address_max &&
         !core.trusts(peer));
    if (too_many) {
        return;  // closes it
    }
    socket.set_option(tcp::no_delay(true), error);
    if (listener.tls) {
        spawn(TlsStream(TcpStream(std::move(socket)), *listener.tls), listener, std::move(peer));
    } else {
        spawn(TcpStream(std::move(socket)), listener, std::move(peer));
    }
}

template <class Stream>
void Server::Impl::spawn(Stream stream, Listener& listener, std::string peer) {
    auto connection = std::make_shared<Connection<Stream>>(std::move(stream), core,
                                                           *listener.router, std::move(peer));
    {
        const std::scoped_lock lock(mutex);
        ++open;
    }
    auto ended = [this, connection](const std::exception_ptr& /*a lost client's*/) mutable {
        connection.reset();
        connection_ended();
    };
    net::co_spawn(core.io, connection->run(), std::move(ended));
}

void Server::Impl::connection_ended() {
    const std::scoped_lock lock(mutex);
    --open;
    changed.notify_all();
}

void Server::Impl::stop(std::chrono::milliseconds grace) {
    if (!thread.joinable()) {
        return;
    }
    net::post(core.io, [this] {
        core.stopping = true;
        for (const auto& listener : listeners) {
            ErrorNumber ignored;
            listener->acceptor.close(ignored);
        }
        for (ConnectionBase* connection : core.connections) {
            if (connection->is_idle()) {
                connection->close();
            }
        }
    });
    {
        std::unique_lock lock(mutex);
        changed.wait_for(lock, grace, [this] { return open == 0; });
    }
    net::post(core.io, [this] {
        for (ConnectionBase* connection : core.connections) {
            connection->close();
        }
    });
    keep_running.reset();
    thread.join();
    core.pool.join();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
    stop(std::chrono::milliseconds(0));
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options) {
    const std::vector<ListenerOptions> listeners = options.listeners;
    auto impl = std::make_unique<Impl>(std::move(options));
    for (const ListenerOptions& each : listeners) {
        if (auto listening = impl->listen(each); !listening) {
            return failure(listening.error());
        }
    }
    impl->keep_running.emplace(impl->core.io.get_executor());
    for (const auto& listener : impl->listeners) {
        net::co_spawn(impl->core.io, impl->accept(*listener), [](const std::exception_ptr&) {});
    }
    impl->thread = std::thread([raw = impl.get()] { raw->core.io.run(); });
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port(std::size_t listener) const {
    return impl_->ports.at(listener);
}

void Server::stop(std::chrono::milliseconds grace) {
    impl_->stop(grace);
}

}  // namespace mobilscan::http
