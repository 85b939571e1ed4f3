// Connection to a Redis server, 6.2 or newer. hiredis here and nowhere else.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

struct redisContext;  // NOLINT(readability-identifier-naming): hiredis's

namespace mobilscan::redis {

struct Address {
    std::string host = "127.0.0.1";
    int port = 6379;
    std::string user;  // empty: the default user
    std::string password;
    int database = 0;
};

// redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]; reserved characters of user and password are
// written as %XX. Errors: usage.
[[nodiscard]] Result<Address> parse_address(const std::string& url);

// What the server answered; errors are none of it.
struct Reply {
    enum class Kind { nothing, integer, text, list };
    Kind kind = Kind::nothing;
    std::int64_t integer = 0;
    std::string text;
    std::vector<Reply> list;
};

using Words = std::span<const std::string_view>;

// One thread at a time. A connection on which anything but an error answer went wrong is closed
// and stays so.
class Connection {
public:
    // Connects, signs in and selects the database. Every answer is waited for at most `timeout`.
    // Errors: queue_unavailable.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(
        const Address& address, std::chrono::milliseconds timeout);

    // Sends a command and waits for its answer. Errors: queue_unavailable; its message never holds
    // what was sent.
    [[nodiscard]] Result<Reply> run(Words words);
    [[nodiscard]] Result<Reply> run(std::initializer_list<std::string_view> words) {
        return run(Words(words.begin(), words.size()));
    }

    // The same in two steps, for commands whose answer takes long: wait for descriptor() to be
    // readable before receive().
    [[nodiscard]] Result<void> send(Words words);
    [[nodiscard]] Result<void> send(std::initializer_list<std::string_view> words) {
        return send(Words(words.begin(), words.size()));
    }
    [[nodiscard]] Result<Reply> receive();
    [[nodiscard]] int descriptor() const noexcept;

    [[nodiscard]] bool is_open() const noexcept;

private:
    struct Free {
        void operator()(redisContext* context) const noexcept;
    };
    explicit Connection(redisContext* context) : context_(context) {}

    std::unique_ptr<redisContext, Free> context_;
};

// A connection that comes back: opened when it is needed, and after a failure not before a pause
// that grows, so that a server that is away costs its users next to nothing. One thread at a time.
class Link {
public:
    // Run on each new connection; its failure closes it.
    using Prepare = std::function<Result<void>(Connection&)>;

    explicit Link(Address address, Prepare prepare = {})
        : address_(std::move(address)), prepare_(std::move(prepare)) {}

    // Errors: queue_unavailable, at once during the pause.
    [[nodiscard]] Result<Connection*> connection();

    // A command over it; none is ever sent twice. Errors: queue_unavailable.
    [[nodiscard]] Result<Reply> run(Words words);
    [[nodiscard]] Result<Reply> run(std::initializer_list<std::string_view> words) {
        return run(Words(words.begin(), words.size()));
    }

    void close() noexcept { connection_.reset(); }

private:
    using Clock = std::chrono::steady_clock;

    Address address_;
    Prepare prepare_;
    std::unique_ptr<Connection> connection_;
    std::chrono::milliseconds pause_{0};
    Clock::time_point not_before_{};
    std::string trouble_;
};

}  // namespace mobilscan::redis
