#include "redis/connection.h"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "core/torture.h"

namespace mobilscan::redis {
namespace {

using core::ErrorCode;
using std::chrono::milliseconds;

constexpr milliseconds answer_limit{2000};
constexpr milliseconds first_pause{250};
constexpr milliseconds pause_max{5000};

struct FreeReply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using OwnedReply = std::unique_ptr<redisReply, FreeReply>;

tl::unexpected<core::Error> unavailable(const std::string& why) {
    return failure(ErrorCode::queue_unavailable, "Redis " + why);
}

// The name of a crash point: the command, and for which kind of key.
std::string step_of(Words words) {
    const std::string_view command = words.front();
    const std::size_t at = command == "EVAL" ? 3 : 1;  // after a script and the number of its keys
    if (at >= words.size()) {
        return std::string(command);
    }
    const std::string_view key = words[at];
    const std::size_t brace = key.find('}');
    const std::size_t kind = brace == std::string_view::npos ? 0 : brace + 2;
    return std::string(command) + " " + std::string(key.substr(0, key.find(':', kind)));
}

timeval time_of(milliseconds duration) {
    constexpr int microseconds_per_millisecond = 1000;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration);
    return {.tv_sec = seconds.count(),
            .tv_usec = (duration - seconds).count() * microseconds_per_millisecond};
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    return is_whole ? std::optional(number) : std::nullopt;
}

// %XX as the byte that it stands for; nothing when it is cut short.
std::optional<std::string> unescaped(std::string_view text) {
    constexpr int hexadecimal = 16;
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i];
            continue;
        }
        unsigned char byte = 0;
        const std::string_view digits = text.substr(i + 1, 2);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), byte, hexadecimal);
        if (error != std::errc{} || end != digits.data() + 2) {
            return std::nullopt;
        }
        plain += static_cast<char>(byte);
        i += 2;
    }
    return plain;
}

std::string text_of(const redisReply& reply) {
    return {reply.str, reply.len};
}

Reply reply_of(const redisReply& reply) {
    Reply result;
    switch (reply.type) {
        case REDIS_REPLY_INTEGER:
            result.kind = Reply::Kind::integer;
            result.integer = reply.integer;
            break;
        case REDIS_REPLY_STRING:
        case REDIS_REPLY_STATUS:
            result.kind = Reply::Kind::text;
            result.text = text_of(reply);
            break;
        case REDIS_REPLY_ARRAY:
            result.kind = Reply::Kind::list;
            result.list.reserve(reply.elements);
            for (std::size_t i = 0; i < reply.elements; ++i) {
                result.list.push_back(reply_of(*reply.element[i]));
            }
            break;
        default:
            break;
    }
    return result;
}

// AUTH and SELECT, as far as the address asks for them.
Result<void> sign_in(Connection& connection, const Address& address) {
    if (!address.password.empty()) {
        const auto signed_in = address.user.empty()
                                   ? connection.run({"AUTH", address.password})
                                   : connection.run({"AUTH", address.user, address.password});
        if (!signed_in) {
            return failure(signed_in.error());
        }
    }
    if (address.database != 0) {
        const auto selected = connection.run({"SELECT", std::to_string(address.database)});
        if (!selected) {
            return failure(selected.error());
        }
    }
    return {};
}

}  // namespace

Result<Address> parse_address(const std::string& url) {
    constexpr std::string_view scheme = "redis://";
    constexpr int port_max = 65'535;
    const auto wrong = [] {
        return failure(ErrorCode::usage,
                       "redis_url must be redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]");
    };
    std::string_view rest = url;
    if (!rest.starts_with(scheme)) {
        return wrong();
    }
    rest.remove_prefix(scheme.size());
    Address address;
    if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
        const std::string_view who = rest.substr(0, at);
        const std::size_t colon = who.find(':');
        const auto user = unescaped(who.substr(0, colon));
        const auto password =
            unescaped(colon == std::string_view::npos ? "" : who.substr(colon + 1));
        if (!user || !password) {
            return wrong();
        }
        address.user = *user;
        address.password = *password;
        rest.remove_prefix(at + 1);
    }
    if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
        const std::string_view name = rest.substr(slash + 1);
        const auto database = name.empty() ? std::optional(0) : number_of<int>(name);
        if (!database || *database < 0) {
            return wrong();
        }
        address.database = *database;
        rest = rest.substr(0, slash);
    }
    if (const std::size_t colon = rest.rfind(':');
        colon != std::string_view::npos && !rest.ends_with(']')) {
        const auto port = number_of<int>(rest.substr(colon + 1));
        if (!port || *port < 1 || *port > port_max) {
            return wrong();
        }
        address.port = *port;
        rest = rest.substr(0, colon);
    }
    const bool is_ipv6 = rest.starts_with('[') && rest.ends_with(']');
    if (is_ipv6) {
        rest = rest.substr(1, rest.size() - 2);
    }
    if (rest.empty() || rest.find_first_of(is_ipv6 ? "[]" : "[]:") != std::string_view::npos) {
        return wrong();
    }
    address.host = rest;
    return address;
}

void Connection::Free::operator()(redisContext* context) const noexcept {
    redisFree(context);
}

Result<std::unique_ptr<Connection>> Connection::open(const Address& address, milliseconds timeout) {
    std::unique_ptr<Connection> connection(new Connection(
        redisConnectWithTimeout(address.host.c_str(), address.port, time_of(timeout))));
    redisContext* context = connection->context_.get();
    if (context == nullptr || context->err != 0) {
        return unavailable("at " + address.host + ":" + std::to_string(address.port) +
                           " cannot be reached");
    }
    redisSetTimeout(context, time_of(timeout));
    redisEnableKeepAlive(context);
    return sign_in(*connection, address).map([&] { return std::move(connection); });
}

bool Connection::is_open() const noexcept {
    return context_ && context_->err == 0;
}

int Connection::descriptor() const noexcept {
    return context_ ? context_->fd : -1;
}

Result<void> Connection::send(Words words) {
    if (!is_open()) {
        return unavailable("was lost");
    }
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    texts.reserve(words.size());
    sizes.reserve(words.size());
    for (const std::string_view word : words) {
        texts.push_back(word.data());
        sizes.push_back(word.size());
    }
    redisAppendCommandArgv(context_.get(), static_cast<int>(words.size()), texts.data(),
                           sizes.data());
    for (int is_done = 0; is_done == 0;) {
        if (redisBufferWrite(context_.get(), &is_done) != REDIS_OK) {
            return unavailable("was lost");
        }
    }
    return {};
}

Result<Reply> Connection::receive() {
    if (!is_open()) {
        return unavailable("was lost");
    }
    void* raw = nullptr;
    if (redisGetReply(context_.get(), &raw) != REDIS_OK) {
        return unavailable("does not answer");
    }
    const OwnedReply reply(static_cast<redisReply*>(raw));
    if (reply->type == REDIS_REPLY_ERROR) {
        // The first word is the kind (LOADING, NOAUTH, OOM ...); what follows may quote keys.
        const std::string text = text_of(*reply);
        return unavailable("refused a command: " + text.substr(0, text.find(' ')));
    }
    return reply_of(*reply);
}

Result<Reply> Connection::run(Words words) {
    const std::string step = core::is_torture_build ? step_of(words) : std::string();
    core::crash_point("before", step);
    auto reply = send(words).and_then([this] { return receive(); });
    core::crash_point("after", step);
    return reply;
}

Result<Connection*> Link::connection() {
    if (connection_ && connection_->is_open()) {
        return connection_.get();
    }
    connection_.reset();
    if (Clock::now() < not_before_) {
        return failure(ErrorCode::queue_unavailable, trouble_);
    }
    auto opened = Connection::open(address_, answer_limit);
    auto ready = opened.and_then([this](const auto& connection) {
        return prepare_ ? prepare_(*connection) : Result<void>();
    });
    if (!ready) {
        pause_ = std::clamp(pause_ * 2, first_pause, pause_max);
        not_before_ = Clock::now() + pause_;
        trouble_ = ready.error().message;
        return failure(std::move(ready.error()));
    }
    pause_ = milliseconds{0};
    connection_ = *std::move(opened);
    return connection_.get();
}

Result<Reply> Link::run(Words words) {
    return connection().and_then(
        [words](Connection* connection) { return connection->run(words); });
}

}  // namespace mobilscan::redis
