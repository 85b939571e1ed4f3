#include "api/event_pump.h"

#include <algorithm>
#include <utility>

#include "api/shapes.h"
#include "core/limits.h"

namespace mobilscan::api {
namespace {

// By then a transaction that was given an id has long committed, or never will.
constexpr std::chrono::microseconds late{3'000'000};

}  // namespace

EventPump::EventPump(store::ConnectionPool& connections, http::EventHub& hub,
                     queue::Doorbell& doorbell, std::chrono::milliseconds interval)
    : connections_(connections),
      hub_(hub),
      interval_(interval),
      thread_([this] { run(); }),
      news_(doorbell.on_news([this] {
          {
              const std::scoped_lock lock(mutex_);
              has_news_ = true;
          }
          changed_.notify_all();
      })) {}

EventPump::~EventPump() {
    news_.reset();
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
        has_news_ = false;
        lock.unlock();
        if (hub_.is_watched()) {
            look();
        } else {
            begin_ = -1;
        }
        lock.lock();
        changed_.wait_for(lock, interval_, [this] { return stop_ || has_news_; });
    }
}

// Who came meanwhile knows the newest event from before he was told to wait: begin a little
// earlier, he leaves out what he has.
bool EventPump::begin(store::EventStore& events) {
    const auto newest = events.newest();
    if (!newest) {
        return false;
    }
    begin_ = std::max<std::int64_t>(*newest - limits::page_rows_max, 0);
    handed_on_.clear();
    return true;
}

// A failure costs nothing: the next look finds the same events.
void EventPump::look() {
    auto connection = connections_.borrow();
    if (!connection) {
        return;
    }
    store::EventStore events(**connection);
    if (begin_ < 0 && !begin(events)) {
        return;
    }
    for (std::int64_t after = begin_;;) {
        const auto found = events.since(after, "", limits::page_rows_max);
        if (!found || found->empty()) {
            return;
        }
        const std::int64_t settled = found->back().created_at_us - late.count();
        for (const store::Event& event : *found) {
            if (handed_on_.insert(event.id).second) {
                hub_.publish(event.id, event.job_id, "job", dumped(event_json(event)));
            }
            if (event.created_at_us < settled) {
                begin_ = event.id;
            }
        }
        handed_on_.erase(handed_on_.begin(), handed_on_.upper_bound(begin_));
        after = found->back().id;
    }
}

}  // namespace mobilscan::api
