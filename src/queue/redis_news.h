// RedisNews: listens to the channel of news on a thread of its own. Internal to queue/.
#pragma once

#include <functional>
#include <thread>

#include "redis/connection.h"

namespace mobilscan::queue {

class RedisNews {
public:
    // `news` is called for each message, and whenever the connection stands anew, as some may have
    // passed unheard.
    RedisNews(const redis::Address& address, std::function<void()> news);

private:
    void run(const std::stop_token& stop);
    void listen(redis::Connection& connection, const std::stop_token& stop) const;

    redis::Link link_;
    std::function<void()> news_;
    std::jthread thread_;
};

}  // namespace mobilscan::queue
