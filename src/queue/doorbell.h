// Doorbell: tells waiting workers that there may be work. Only that: the database's rows are the
// work, and whoever waits looks there each second anyway, so a lost ring costs that second.
//
// Over Redis there is a list of messages besides, one for each new job, which programs of the
// original product write and read, too (queue/messages.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/result.h"

namespace mobilscan::queue {

// How long a ring may be lost before somebody looks by himself.
inline constexpr std::chrono::milliseconds poll_interval{1000};

// A new job as the list's messages name it.
struct Announcement {
    std::string job_id;
    std::string video_path;
    std::string video_name;
};

// What a listener heard: a ring, or a message as it came, which is the listener's until it is
// acknowledged, put back or rejected.
struct Heard {
    bool rang = false;
    std::optional<std::string> message;
};

// One who waits. Hears every ring since it was made. One thread at a time.
class Listener {
public:
    virtual ~Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // Returns at once when it was rung since the last call, else when a ring or a message comes;
    // with nothing after `timeout`, or when a stop is requested. Rings that came together count as
    // one.
    [[nodiscard]] virtual Heard wait(std::chrono::milliseconds timeout,
                                     const std::stop_token& stop) = 0;

    // Whether new jobs come as messages now: then the rows of those that just came are left to
    // them, so that no message stays behind that somebody else would take for a job to do.
    [[nodiscard]] virtual bool has_messages() { return false; }
    // The oldest message, if there is one; does not wait.
    [[nodiscard]] virtual std::optional<std::string> take() { return std::nullopt; }
    // Should one of these fail, the message goes back to the list, later.
    virtual void acknowledge(const std::string& /*message*/) noexcept {}
    virtual void put_back(const std::string& /*message*/) noexcept {}
    virtual void reject(const std::string& /*message*/, const std::string& /*reason*/) noexcept {}

protected:
    Listener() = default;
};

class Messages;

// How the bell is, for people.
struct State {
    std::string kind;                     // folder, redis, none
    std::string trouble;                  // empty: all is well
    std::optional<std::int64_t> workers;  // that listen, on all machines; nothing: unknown
};

class Doorbell {
public:
    virtual ~Doorbell() = default;
    Doorbell(const Doorbell&) = delete;
    Doorbell& operator=(const Doorbell&) = delete;

    // Wakes those who listen, all or at least `listeners` of them. Waits at most for a short
    // time-out; what goes wrong costs the listeners a poll. Any thread.
    virtual void ring(int listeners) noexcept = 0;

    // A new job, whose row is committed: rings, or puts a message into the list. Any thread.
    // Errors: queue_unavailable; then the job is announced later, or found by a poll.
    [[nodiscard]] virtual Result<void> announce(const Announcement& /*job*/) {
        ring(1);
        return {};
    }

    // Errors: storage_failed.
    [[nodiscard]] virtual Result<std::unique_ptr<Listener>> listen() = 0;

    // --- news ---------------------------------------------------------------------------------
    // Something about a job changed in the rows. Any thread.
    virtual void tell(const std::string& /*job_id*/) noexcept {}
    // Calls `news` on a thread of its own whenever somebody told, until what it returns is
    // destroyed. Nothing where news do not travel: then look now and then.
    // NOLINTNEXTLINE(performance-unnecessary-value-param): others keep it
    [[nodiscard]] virtual std::shared_ptr<void> on_news(std::function<void()> /*news*/) {
        return nullptr;
    }

    // The list of messages; nullptr where there is none.
    [[nodiscard]] virtual Messages* messages() noexcept { return nullptr; }

    // Any thread; asks.
    [[nodiscard]] virtual State state() = 0;

protected:
    Doorbell() = default;
};

}  // namespace mobilscan::queue
