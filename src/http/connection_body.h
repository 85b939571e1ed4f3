// How a connection reads bodies. Member templates of Connection, included by connection.cpp alone.
#pragma once

#include "http/connection.h"

namespace mobilscan::http {

inline constexpr std::size_t upload_piece_bytes = 256 << 10;
inline constexpr std::chrono::seconds linger_seconds{10};
inline constexpr int status_body_too_slow = 408;
inline constexpr int status_body_too_large = 413;
inline constexpr int status_internal = 500;

// An upload in flight: one piece is written on a handler thread while the next one arrives.
// Shared, as the write goes on when the connection ends in the middle.
template <class Stream>
struct Connection<Stream>::Upload {
    explicit Upload(const net::any_io_executor& executor) : idle(executor) {}

    std::unique_ptr<BodySink> sink;
    std::array<std::vector<char>, 2> pieces;
    std::optional<Response> early;  // the sink's last word
    bool writing = false;
    bool failed = false;  // the sink threw
    net::steady_timer idle;

    // Hands a piece to the sink; not before the one before is done.
    static void start_write(const std::shared_ptr<Upload>& upload, net::thread_pool& pool,
                            std::size_t piece, std::size_t size) {
        upload->writing = true;
        net::post(pool, [upload, piece, size] {
            std::optional<Response> early;
            bool failed = false;
            try {
                early = upload->sink->write({upload->pieces[piece].data(), size});
            } catch (const std::exception&) {
                failed = true;
            }
            auto executor = upload->idle.get_executor();
            net::post(executor, [upload, failed, early = std::move(early)]() mutable {
                upload->writing = false;
                upload->failed = failed;
                upload->early = std::move(early);
                upload->idle.cancel();
            });
        });
    }

    // Lets the sink go on a handler thread: it may have a large file to remove.
    static void release(Upload& upload, net::thread_pool& pool) {
        std::shared_ptr<BodySink> sink(std::move(upload.sink));
        net::post(pool, [sink = std::move(sink)]() mutable { sink.reset(); });
    }

    static net::awaitable<void> wait_idle(std::shared_ptr<Upload> upload) {
        while (upload->writing) {
            upload->idle.expires_at(net::steady_timer::time_point::max());
            const auto [ignored] = co_await upload->idle.async_wait(no_throw);
            static_cast<void>(ignored);
        }
    }
};

template <class Stream>
bool Connection<Stream>::body_is_too_slow() {
    const auto now = std::chrono::steady_clock::now();
    if (now - window_began_ < limits::body_rate_seconds) {
        return false;
    }
    const bool slow =
        window_bytes_ < limits::body_bytes_per_second_min * limits::body_rate_seconds.count();
    window_began_ = now;
    window_bytes_ = 0;
    return slow;
}

// Fills `into` (its size is the room) until it is full or the body ends. On an error body_error_ is
// set, and what came before it is returned.
template <class Stream>
net::awaitable<std::size_t> Connection<Stream>::read_body(std::vector<char>& into) {
    std::size_t filled = 0;
    while (filled < into.size() && !parser_->is_done()) {
        auto& body = parser_->get().body();
        body.data = into.data() + filled;
        body.size = into.size() - filled;
        const std::size_t room = body.size;
        expires_after(limits::body_rate_seconds);
        const auto [error, ignored] =
            co_await beast::http::async_read_some(stream_, buffer_, *parser_, no_throw);
        static_cast<void>(ignored);
        const std::size_t got = room - body.size;
        filled += got;
        window_bytes_ += static_cast<std::int64_t>(got);
        if (error && error != beast::http::error::need_buffer) {
            body_error_ = true;
            co_return filled;
        }
        if (body_is_too_slow()) {
            body_error_ = true;
            co_await refuse(status_body_too_slow, "the body arrives too slowly");
            co_return filled;
        }
    }
    co_return filled;
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::send_continue() {
    const auto expected = parser_->get()[beast::http::field::expect];
    if (parser_->is_done() || !beast::iequals(expected, "100-continue")) {
        co_return true;
    }
    co_return co_await write_all("HTTP/1.1 100 Continue\r\n\r\n");
}

// Reads a small body into the request. False: the connection is over.
template <class Stream>
net::awaitable<bool> Connection<Stream>::read_whole_body(std::size_t bytes_max) {
    const auto length = parser_->content_length();
    if (length && *length > bytes_max) {
        co_await refuse(status_body_too_large, "the body of the request is too large");
        co_return false;
    }
    const bool may_go_on = co_await send_continue();
    if (!may_go_on) {
        co_return false;
    }
    window_began_ = std::chrono::steady_clock::now();
    window_bytes_ = 0;
    std::vector<char> piece(std::min<std::size_t>(bytes_max + 1, upload_piece_bytes));
    while (!parser_->is_done()) {
        const std::size_t size = co_await read_body(piece);
        if (body_error_) {
            co_return false;
        }
        request_->body.append(piece.data(), size);
        if (request_->body.size() > bytes_max) {
            co_await refuse(status_body_too_large, "the body of the request is too large");
            co_return false;
        }
    }
    co_return true;
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::handle_upload(const Route* route) {
    auto upload = std::make_shared<Upload>(stream_.get_executor());
    std::function<std::optional<Response>()> begin = [request = request_, route, upload,
                                                      &core = core_]() -> std::optional<Response> {
        if (auto refusal = core.refusal_of(*request, *route)) {
            return refusal;
        }
        auto outcome = std::get<UploadHandler>(route->handler)(*request);
        if (auto* response = std::get_if<Response>(&outcome)) {
            return std::move(*response);
        }
        upload->sink = std::move(std::get<std::unique_ptr<BodySink>>(outcome));
        return std::nullopt;
    };
    std::optional<Response> refusal = co_await answer_of(std::move(begin));
    if (!refusal) {
        co_return co_await receive_upload(std::move(upload));
    }
    Response answer = *std::move(refusal);
    co_await refuse(std::move(answer));
    co_return false;
}

template <class Stream>
net::awaitable<bool> Connection<Stream>::receive_upload(std::shared_ptr<Upload> upload) {
    const bool may_go_on = co_await send_continue();
    if (!may_go_on) {
        co_return false;
    }
    for (std::vector<char>& piece : upload->pieces) {
        piece.resize(upload_piece_bytes);
    }
    window_began_ = std::chrono::steady_clock::now();
    window_bytes_ = 0;
    std::size_t turn = 0;
    while (!parser_->is_done()) {
        const std::size_t size = co_await read_body(upload->pieces[turn]);
        co_await Upload::wait_idle(upload);
        if (body_error_) {
            Upload::release(*upload, core_.pool);  // it leaves nothing behind
            co_return false;
        }
        if (upload->early || upload->failed) {
            break;
        }
        if (size > 0) {
            Upload::start_write(upload, core_.pool, turn, size);
            turn = 1 - turn;
        }
    }
    co_await Upload::wait_idle(upload);
    if (!upload->early && !upload->failed) {
        std::function<std::optional<Response>()> finish = [upload]() -> std::optional<Response> {
            return upload->sink->finish();
        };
        upload->early = co_await answer_of(std::move(finish));
    }
    Upload::release(*upload, core_.pool);
    const bool whole = parser_->is_done();
    keep_ = keep_ && whole;
    Response response = upload->early ? *std::move(upload->early)
                                      : explained(status_internal, "Internal Server Error");
    const bool sent = co_await send(std::move(response));
    if (sent && !whole) {
        co_await linger();
    }
    co_return sent&& whole;
}

// A client that is still sending would lose the answer if the connection closed at once: what it
// sends is read and thrown away for a while.
template <class Stream>
net::awaitable<void> Connection<Stream>::linger() {
    ErrorNumber ignored;
    beast::get_lowest_layer(stream_).socket().shutdown(tcp::socket::shutdown_send, ignored);
    const auto end = std::chrono::steady_clock::now() + linger_seconds;
    buffer_.clear();
    while (std::chrono::steady_clock::now() < end) {
        expires_after(linger_seconds);
        const auto [error, size] =
            co_await stream_.async_read_some(buffer_.prepare(upload_piece_bytes), no_throw);
        if (error || size == 0) {
            co_return;
        }
    }
}

}  // namespace mobilscan::http
