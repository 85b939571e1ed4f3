// EventPump: looks into the table of events and hands what is new to the hub.
//
// The table is the way of news between processes: workers write to it, and every API process has a
// pump; the doorbell only says when to look. With nobody watching it does not. Owns its thread;
// joins it when destroyed.
//
// A transaction that got its event's id first may commit last, so the last seconds are looked at
// again and again.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "http/event_hub.h"
#include "queue/doorbell.h"
#include "store/database.h"
#include "store/event_store.h"

namespace mobilscan::api {

class EventPump {
public:
    // All must outlive it. Looks when the doorbell has news, and each `interval`.
    EventPump(store::ConnectionPool& connections, http::EventHub& hub, queue::Doorbell& doorbell,
              std::chrono::milliseconds interval = std::chrono::milliseconds(200));
    ~EventPump();
    EventPump(const EventPump&) = delete;
    EventPump& operator=(const EventPump&) = delete;

private:
    void run();
    void look();
    [[nodiscard]] bool begin(store::EventStore& events);

    store::ConnectionPool& connections_;
    http::EventHub& hub_;
    std::chrono::milliseconds interval_;
    std::int64_t begin_ = -1;           // events after this one are looked at; -1: begin anew
    std::set<std::int64_t> handed_on_;  // those of them that were
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stop_ = false;
    bool has_news_ = false;
    std::thread thread_;
    std::shared_ptr<void> news_;
};

}  // namespace mobilscan::api
