// How a connection sends answers. Member templates of Connection, included by connection.cpp alone.
#pragma once

#include <unistd.h>

#include <cerrno>

#include "http/connection.h"
#include "http/event_hub.h"

namespace mobilscan::http {

inline constexpr std::size_t file_piece_bytes = 256 << 10;

template <class Stream>
net::awaitable<bool> Connection<Stream>::send(Response response) {
    if (core_.options.hooks.finish) {
        core_.options.hooks.finish(*request_, response);
    }
    response.with("X-Request-Id", request_->id);
    const int status = response.status;
    bool sent = false;
    if (std::holds_alternative<FileRange>(response.body)) {
        sent = co_await send_file(std::move(response));
    } else if (std::holds_alternative<BodySource>(response.body)) {
        sent = co_await send_source(std::move(response));
    } else if (std::holds_alternative<EventStream>(response.body)) {
        sent = co_await send_events(std::move(response));
    } else {
        sent = co_await send_text(std::move(response));
    }
    log(status);
    co_return sent;
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::write_all(std::string_view bytes) {
    expires_after(limits::connection_idle_seconds);
    const auto [error, ignored] =
        co_await net::async_write(stream_, net::buffer(bytes.data(), bytes.size()), no_throw);
    static_cast<void>(ignored);
    co_return !error;
}

// The status line and the headers; without a length the body goes in chunks, or to the end of the
// connection for HTTP/1.0.
template <class Stream>
net::awaitable<bool> Connection<Stream>::send_head(const Response& response,
                                                   std::optional<std::uint64_t> length) {
    const bool is_http_1_1 = parser_->is_header_done() ? parser_->get().version() == 11 : true;
    std::string head = is_http_1_1 ? "HTTP/1.1 " : "HTTP/1.0 ";
    head += std::to_string(response.status) + " ";
    head += beast::http::obsolete_reason(static_cast<beast::http::status>(response.status));
    head += "\r\n";
    for (const auto& [name, value] : response.headers) {
        head += name + ": " + value + "\r\n";
    }
    if (length) {
        head += "Content-Length: " + std::to_string(*length) + "\r\n";
    } else if (is_http_1_1) {
        head += "Transfer-Encoding: chunked\r\n";
    } else {
        keep_ = false;
    }
    head +=
        keep_ && !core_.stopping ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    co_return co_await write_all(head);
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::send_text(Response response) {
    const std::string& body = std::get<std::string>(response.body);
    const bool no_body = response.status == 204 || response.status == 304;
    const std::optional<std::uint64_t> length = no_body ? 0 : body.size();
    const bool head_sent = co_await send_head(response, length);
    if (!head_sent || is_head_ || no_body || body.empty()) {
        co_return head_sent;
    }
    co_return co_await write_all(body);
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::send_file(Response response) {
    auto range = std::make_shared<FileRange>(std::move(std::get<FileRange>(response.body)));
    const bool head_sent = co_await send_head(response, range->size);
    if (!head_sent || is_head_) {
        co_return head_sent;
    }
    std::uint64_t at = range->first;
    std::uint64_t rest = range->size;
    while (rest > 0) {
        const std::size_t size = std::min<std::uint64_t>(rest, file_piece_bytes);
        std::function<std::string()> read = [range, at, size] {
            std::string piece(size, '\0');
            ssize_t got = -1;
            do {
                got = ::pread(range->file.get(), piece.data(), size, static_cast<off_t>(at));
            } while (got < 0 && errno == EINTR);
            piece.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
            return piece;
        };
        const std::string piece = co_await run_on(core_.pool, std::move(read));
        if (piece.empty()) {
            co_return false;  // shorter than it was: only cutting the connection tells
        }
        const bool written = co_await write_all(piece);
        if (!written) {
            co_return false;
        }
        at += piece.size();
        rest -= piece.size();
    }
    co_return true;
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::send_piece(std::string_view piece) {
    if (parser_->get().version() != 11) {
        co_return co_await write_all(piece);
    }
    std::array<char, 20> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
    std::string framed = size.data();
    framed.append(piece).append("\r\n");
    co_return co_await write_all(framed);
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::send_source(Response response) {
    auto source = std::make_shared<BodySource>(std::move(std::get<BodySource>(response.body)));
    const bool head_sent = co_await send_head(response, std::nullopt);
    if (!head_sent || is_head_) {
        co_return head_sent;
    }
    const bool chunked = parser_->get().version() == 11;
    for (;;) {
        std::function<std::optional<std::string>()> next =
            [source]() -> std::optional<std::string> {
            auto piece = (*source)();
            return piece ? std::optional(*std::move(piece)) : std::nullopt;
        };
        std::optional<std::string> piece = co_await run_on(core_.pool, std::move(next));
        if (!piece) {
            co_return false;
        }
        if (piece->empty()) {
            break;
        }
        const bool written = co_await send_piece(*piece);
        if (!written) {
            co_return false;
        }
    }
    if (!chunked) {
        co_return true;
    }
    co_return co_await write_all("0\r\n\r\n");
}

// Ends when the client says anything more or leaves; then wakes who waits on the timer.
template <class Stream>
net::awaitable<bool> Connection<Stream>::watch_for_end(std::shared_ptr<net::steady_timer> wake) {
    beast::get_lowest_layer(stream_).expires_never();
    const auto [error, ignored] = co_await stream_.async_read_some(buffer_.prepare(1), no_throw);
    static_cast<void>(ignored);
    static_cast<void>(error);
    close();
    wake->cancel();
    co_return true;
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::send_events(Response response) {
    const auto events =
        std::make_shared<EventStream>(std::move(std::get<EventStream>(response.body)));
    keep_ = false;
    const bool head_sent = co_await send_head(response, std::nullopt);
    if (!head_sent || is_head_) {
        co_return false;
    }
    const std::string first = events->backlog.empty() ? ": hello\n\n" : events->backlog;
    bool written = co_await send_piece(first);
    auto wake = std::make_shared<net::steady_timer>(stream_.get_executor());
    events->subscription->on_arrival([wake] {
        auto executor = wake->get_executor();
        net::post(executor, [wake] { wake->cancel(); });
    });
    // The reader ends with the connection, which this function closes below; `done` says when.
    auto done = std::make_shared<bool>(false);
    auto reader_gone = [wake, done](const std::exception_ptr& /*thrown*/, bool /*ended*/) {
        *done = true;
        wake->cancel();
    };
    net::co_spawn(stream_.get_executor(), watch_for_end(wake), std::move(reader_gone));
    while (written && !*done) {
        EventSubscription::Taken taken = events->subscription->take(events->backlog_id);
        if (!taken.text.empty()) {
            written = co_await send_piece(taken.text);
            continue;
        }
        if (!taken.open) {
            break;
        }
        wake->expires_after(limits::event_comment_seconds);
        const auto [cancelled] = co_await wake->async_wait(no_throw);
        if (!cancelled && !*done) {
            written = co_await send_piece(": still here\n\n");
        }
    }
    events->subscription->on_arrival({});
    close();
    while (!*done) {
        wake->expires_at(net::steady_timer::time_point::max());
        const auto [ignored] = co_await wake->async_wait(no_throw);
        static_cast<void>(ignored);
    }
    co_return false;
}

}  // namespace mobilscan::http
