// EventPump: looks into the table of events and hands what is new to the hub.
//
// The table is the only way of news between processes: workers write to it, and every API process
// has a pump. With nobody watching it does not look. Owns its thread; joins it when destroyed.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "http/event_hub.h"
#include "store/database.h"

namespace mobilscan::api {

class EventPump {
public:
    // Both must outlive it.
    EventPump(store::ConnectionPool& connections, http::EventHub& hub,
              std::chrono::milliseconds interval = std::chrono::milliseconds(200));
    ~EventPump();
    EventPump(const EventPump&) = delete;
    EventPump& operator=(const EventPump&) = delete;

private:
    void run();
    void look();

    store::ConnectionPool& connections_;
    http::EventHub& hub_;
    std::chrono::milliseconds interval_;
    std::int64_t last_ = -1;  // the last event that was handed on; -1: none was looked at yet
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace mobilscan::api
