#include "queue/signs_of_life.h"

#include <condition_variable>

#include "queue/redis_keys.h"

namespace mobilscan::queue {

SignsOfLife::SignsOfLife(SharedLink& commands)
    : commands_(commands), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Result<void> SignsOfLife::add(const std::string& name) {
    {
        const std::scoped_lock lock(mutex_);
        names_.insert(name);
    }
    return give_sign(name);
}

void SignsOfLife::remove(const std::string& name) noexcept {
    {
        const std::scoped_lock lock(mutex_);
        names_.erase(name);
    }
    static_cast<void>(commands_.run({"SREM", keys::workers, name}));
    static_cast<void>(commands_.run({"DEL", keys::life_of(name)}));
}

Result<void> SignsOfLife::give_sign(const std::string& name) {
    const std::string milliseconds = std::to_string(keys::life.count());
    return commands_.run({"SET", keys::life_of(name), "1", "PX", milliseconds})
        .and_then([&](const auto&) { return commands_.run({"SADD", keys::workers, name}); })
        .map([](const auto&) {});
}

void SignsOfLife::run(const std::stop_token& stop) {
    std::condition_variable_any never;
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        never.wait_for(lock, stop, keys::life_interval, [] { return false; });
        const std::set<std::string> names = names_;
        lock.unlock();
        for (const std::string& name : names) {
            static_cast<void>(give_sign(name));  // it is given again in a while
        }
        lock.lock();
    }
}

}  // namespace mobilscan::queue
