#include "api/event_pump.h"

#include "api/shapes.h"
#include "core/limits.h"
#include "store/event_store.h"

namespace mobilscan::api {

EventPump::EventPump(store::ConnectionPool& connections, http::EventHub& hub,
                     std::chrono::milliseconds interval)
    : connections_(connections), hub_(hub), interval_(interval), thread_([this] { run(); }) {}

EventPump::~EventPump() {
    {
        const std::scoped_lock lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void EventPump::run() {
    std::unique_lock lock(mutex_);
    while (!stop_) {
        lock.unlock();
        if (hub_.is_watched()) {
            look();
        } else {
            last_ = -1;
        }
        lock.lock();
        changed_.wait_for(lock, interval_, [this] { return stop_; });
    }
}

// A failure costs nothing: the next look finds the same events.
void EventPump::look() {
    auto connection = connections_.borrow();
    if (!connection) {
        return;
    }
    store::EventStore events(**connection);
    if (last_ < 0) {
        // Who came meanwhile knows the newest event from before he was told to wait: begin a
        // little earlier, he leaves out what he has.
        const auto newest = events.newest();
        if (!newest) {
            return;
        }
        last_ = std::max<std::int64_t>(*newest - limits::page_rows_max, 0);
    }
    for (;;) {
        const auto found = events.since(last_, "", limits::page_rows_max);
        if (!found || found->empty()) {
            return;
        }
        for (const store::Event& event : *found) {
            hub_.publish(event.id, event.job_id, "job", dumped(event_json(event)));
            last_ = event.id;
        }
    }
}

}  // namespace mobilscan::api
