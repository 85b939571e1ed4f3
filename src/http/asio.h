// Boost as http/ uses it, in one place; compiled apart in asio.cpp. Internal to http/.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <exception>
#include <functional>
#include <tuple>
#include <utility>

namespace mobilscan::http {

namespace beast = boost::beast;
namespace net = boost::asio;
using tcp = net::ip::tcp;
using ErrorNumber = boost::system::error_code;

// Operations give (error, ...) instead of throwing.
inline constexpr auto no_throw = net::as_tuple(net::use_awaitable);

// Runs `work` on the pool while the coroutine waits; it goes on on its own thread. What `work`
// throws is rethrown in the coroutine. `T` must be default-constructible and movable.
//
// Not a coroutine, and `work` is a named std::function of the caller: g++ 12 destroys a capturing
// lambda twice when it is made inside a co_await expression.
template <class T>
net::awaitable<T> run_on(net::thread_pool& pool, std::function<T()> work) {
    auto initiate = [&pool](auto handler, std::function<T()> task) {
        auto executor = net::get_associated_executor(handler);
        net::post(pool, [task = std::move(task), handler = std::move(handler), executor]() mutable {
            std::exception_ptr thrown;
            T result{};
            try {
                result = task();
            } catch (...) {
                thrown = std::current_exception();
            }
            task = nullptr;  // its captures end on this thread
            net::post(executor,
                      [handler = std::move(handler), thrown, result = std::move(result)]() mutable {
                          handler(thrown, std::move(result));
                      });
        });
    };
    return net::async_initiate<const net::use_awaitable_t<>, void(std::exception_ptr, T)>(
        std::move(initiate), net::use_awaitable, std::move(work));
}

}  // namespace mobilscan::http
