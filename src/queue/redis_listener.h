// RedisListener: a worker at the list of messages and at the list of rings.
//
// A message moves in one step (BLMOVE) from the list to one of the worker's own, so it is never
// only on the wire; should the worker die, its sign of life runs out and others move the message
// back. Internal to queue/.
#pragma once

#include <memory>
#include <string>

#include "core/descriptor.h"
#include "queue/doorbell.h"
#include "queue/shared_link.h"

namespace mobilscan::queue {

// Renews the signs of life of the listeners of this process, on a thread of its own.
class SignsOfLife;

class RedisListener final : public Listener {
public:
    // Connects when it is first needed. `commands` and `signs` must outlive it. `wake`: an event.
    RedisListener(const redis::Address& address, const redis::Link::Prepare& prepare,
                  SharedLink& commands, SignsOfLife& signs, std::string name,
                  core::Descriptor wake);
    ~RedisListener() override;

    Heard wait(std::chrono::milliseconds timeout, const std::stop_token& stop) override;
    [[nodiscard]] bool has_messages() override { return is_ready(); }
    [[nodiscard]] std::optional<std::string> take() override;
    void acknowledge(const std::string& message) noexcept override;
    void put_back(const std::string& message) noexcept override;
    void reject(const std::string& message, const std::string& reason) noexcept override;

private:
    // A connection that may stand in a blocking command.
    struct Waiting {
        redis::Link link;
        redis::Connection* connection = nullptr;  // as of the last look
        std::string id = {};                      // by which others call it off
    };

    [[nodiscard]] bool is_ready();
    [[nodiscard]] bool open(Waiting& waiting);
    [[nodiscard]] bool enrol();
    void wait_for_either(std::chrono::milliseconds timeout);
    [[nodiscard]] bool call_off(const Waiting& waiting);
    [[nodiscard]] std::optional<std::string> end_wait(Waiting& waiting);
    void drop();

    SharedLink& commands_;
    SignsOfLife& signs_;
    std::string name_;
    std::string held_;  // the key of its own list
    Waiting messages_;
    Waiting rings_;
    core::Descriptor wake_;
    bool is_enrolled_ = false;
};

}  // namespace mobilscan::queue
