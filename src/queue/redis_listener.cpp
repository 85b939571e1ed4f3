#include "queue/redis_listener.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "queue/redis_keys.h"
#include "queue/signs_of_life.h"

namespace mobilscan::queue {
namespace {

using redis::Reply;

// KEYS: the worker's list, the dead letters; ARGV: the message, the entry, how many are kept.
constexpr std::string_view reject_script =
    "redis.call('LREM', KEYS[1], 1, ARGV[1])"
    " redis.call('LPUSH', KEYS[2], ARGV[2])"
    " redis.call('LTRIM', KEYS[2], 0, ARGV[3])"
    " return 1";
constexpr std::string_view dead_letters_last = "999";

// KEYS: the worker's list, the list; ARGV: the message.
constexpr std::string_view put_back_script =
    "if redis.call('LREM', KEYS[1], 1, ARGV[1]) > 0 then redis.call('RPUSH', KEYS[2], ARGV[1]) end"
    " return 1";

std::optional<std::string> text_in(const Result<Reply>& reply) {
    return reply && reply->kind == Reply::Kind::text ? std::optional(reply->text) : std::nullopt;
}

bool is_readable(int descriptor, std::chrono::milliseconds timeout) {
    pollfd event{descriptor, POLLIN, 0};
    return ::poll(&event, 1, static_cast<int>(timeout.count())) > 0;
}

}  // namespace

RedisListener::RedisListener(const redis::Address& address, const redis::Link::Prepare& prepare,
                             SharedLink& commands, SignsOfLife& signs, std::string name,
                             core::Descriptor wake)
    : commands_(commands),
      signs_(signs),
      name_(std::move(name)),
      held_(keys::held_by(name_)),
      messages_{redis::Link(address, prepare)},
      rings_{redis::Link(address, prepare)},
      wake_(std::move(wake)) {}

RedisListener::~RedisListener() {
    signs_.remove(name_);
}

Heard RedisListener::wait(std::chrono::milliseconds timeout, const std::stop_token& stop) {
    const std::stop_callback wake_up(stop, [this] {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
    });
    if (!is_ready()) {
        static_cast<void>(is_readable(wake_.get(), timeout));
        return {};
    }
    const std::string seconds = std::to_string(std::chrono::duration<double>(timeout).count());
    const auto sent =
        messages_.connection->send({"BLMOVE", keys::list, held_, "RIGHT", "LEFT", seconds})
            .and_then([&] { return rings_.connection->send({"BRPOP", keys::segments, seconds}); });
    if (!sent) {
        drop();
        return {};
    }
    wait_for_either(timeout);
    Heard heard;
    heard.message = end_wait(messages_);
    heard.rang = end_wait(rings_).has_value();
    return heard;
}

void RedisListener::wait_for_either(std::chrono::milliseconds timeout) {
    std::array<pollfd, 3> events{{{messages_.connection->descriptor(), POLLIN, 0},
                                  {rings_.connection->descriptor(), POLLIN, 0},
                                  {wake_.get(), POLLIN, 0}}};
    ::poll(events.data(), events.size(), static_cast<int>(timeout.count()));
}

// Whether there is an answer, or will be at once. The call goes another way than the command, and
// may be there before it: then it changes nothing, and is made again.
bool RedisListener::call_off(const Waiting& waiting) {
    constexpr int calls_max = 100;
    constexpr std::chrono::milliseconds pause{1};
    for (int calls = 0; calls < calls_max; ++calls) {
        if (is_readable(waiting.connection->descriptor(), calls == 0 ? 0 * pause : pause)) {
            return true;
        }
        const auto unblocked = commands_.run({"CLIENT", "UNBLOCK", waiting.id});
        if (!unblocked || unblocked->integer == 1) {
            return unblocked.has_value();
        }
    }
    return false;
}

// What the command brought, which is called off if it still waits.
std::optional<std::string> RedisListener::end_wait(Waiting& waiting) {
    if (waiting.connection == nullptr) {
        return std::nullopt;  // dropped meanwhile
    }
    const auto reply = call_off(waiting)
                           ? waiting.connection->receive()
                           : Result<Reply>(failure(core::ErrorCode::queue_unavailable, ""));
    if (!reply) {
        drop();
        return std::nullopt;
    }
    if (reply->kind == Reply::Kind::list) {  // the key and what was in it
        return "";
    }
    return text_in(reply);
}

std::optional<std::string> RedisListener::take() {
    if (!is_ready()) {
        return std::nullopt;
    }
    const auto moved = messages_.connection->run({"LMOVE", keys::list, held_, "RIGHT", "LEFT"});
    if (!moved) {
        drop();
    }
    return text_in(moved);
}

void RedisListener::acknowledge(const std::string& message) noexcept {
    if (!commands_.run({"LREM", held_, "1", message})) {
        drop();
    }
}

void RedisListener::put_back(const std::string& message) noexcept {
    if (!commands_.run({"EVAL", put_back_script, "2", held_, keys::list, message})) {
        drop();
    }
}

void RedisListener::reject(const std::string& message, const std::string& reason) noexcept {
    const std::string entry = reason + "\n" + message;
    if (!commands_.run(
            {"EVAL", reject_script, "2", held_, keys::dead, message, entry, dead_letters_last})) {
        drop();
    }
}

// The next look connects again, and gives back what is still held.
void RedisListener::drop() {
    for (Waiting* waiting : {&messages_, &rings_}) {
        waiting->link.close();
        waiting->connection = nullptr;
    }
    is_enrolled_ = false;
}

bool RedisListener::open(Waiting& waiting) {
    const auto connection = waiting.link.connection();
    if (!connection) {
        waiting.connection = nullptr;
        return false;
    }
    if (waiting.connection == *connection && is_enrolled_) {
        return true;
    }
    waiting.connection = *connection;
    const auto id = (*connection)->run({"CLIENT", "ID"});
    waiting.id = id ? std::to_string(id->integer) : "";
    return id.has_value();
}

bool RedisListener::is_ready() {
    if (!open(messages_) || !open(rings_)) {
        is_enrolled_ = false;
        return false;
    }
    return is_enrolled_ || enrol();
}

// Known to the others first; then whatever an earlier connection may have left in the worker's own
// list goes back: it works on nothing now.
bool RedisListener::enrol() {
    if (!signs_.add(name_)) {
        return false;
    }
    for (;;) {
        const auto moved = messages_.connection->run({"LMOVE", held_, keys::list, "LEFT", "RIGHT"});
        if (!moved) {
            drop();
            return false;
        }
        if (moved->kind == Reply::Kind::nothing) {
            is_enrolled_ = true;
            return true;
        }
    }
}

}  // namespace mobilscan::queue
