#include "queue/redis_news.h"

#include <poll.h>

#include <chrono>
#include <utility>

#include "queue/redis_keys.h"

namespace mobilscan::queue {
namespace {

constexpr int look_interval_ms = 250;  // for a request to stop

}  // namespace

RedisNews::RedisNews(const redis::Address& address, std::function<void()> news)
    : link_(address),
      news_(std::move(news)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void RedisNews::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto connection = link_.connection();
        if (connection && (*connection)->run({"SUBSCRIBE", keys::events})) {
            news_();
            listen(**connection, stop);
        }
        link_.close();
        std::this_thread::sleep_for(std::chrono::milliseconds(look_interval_ms));
    }
}

void RedisNews::listen(redis::Connection& connection, const std::stop_token& stop) const {
    while (!stop.stop_requested()) {
        pollfd event{connection.descriptor(), POLLIN, 0};
        if (::poll(&event, 1, look_interval_ms) <= 0) {
            continue;
        }
        if (!connection.receive()) {
            return;
        }
        news_();
    }
}

}  // namespace mobilscan::queue
