// EventHub: hands events to the pages that watch.
//
// A subscription collects events from the moment it is made; the server sends them on. A page that
// does not take what it is sent is cut off and comes back with the last id that it saw.
// Threads: any. The hub must outlive its subscriptions.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace mobilscan::http {

class EventSubscription {
public:
    // What came since the last call, up to and without events of ids <= `after`; `open` turns
    // false when the subscription fell too far behind or the hub closed.
    struct Taken {
        std::string text;
        bool open = true;
    };
    [[nodiscard]] Taken take(std::int64_t after);

    // Called (on the publisher's thread) whenever there may be something to take.
    void on_arrival(std::function<void()> call);

private:
    friend class EventHub;
    struct Event {
        std::int64_t id;
        std::string text;
    };
    std::mutex mutex_;
    std::string topic_;
    std::vector<Event> waiting_;
    std::size_t bytes_ = 0;
    bool open_ = true;
    std::function<void()> call_;
};

class EventHub {
public:
    // `topic` empty: all events.
    [[nodiscard]] std::shared_ptr<EventSubscription> subscribe(std::string topic);

    // An event for everybody who watches `topic`; ids rise.
    void publish(std::int64_t id, const std::string& topic, const std::string& name,
                 const std::string& data);

    // Ends all streams.
    void close();

    // Whether anybody watches: with nobody, nobody needs to look for news.
    [[nodiscard]] bool is_watched();

private:
    [[nodiscard]] std::vector<std::shared_ptr<EventSubscription>> watchers();

    std::mutex mutex_;
    std::vector<std::weak_ptr<EventSubscription>> subscriptions_;
    bool closed_ = false;
};

// One event in the form of the HTML standard, section 9.2; `data` has no line feed.
[[nodiscard]] std::string event_text(std::int64_t id, const std::string& name,
                                     const std::string& data);

}  // namespace mobilscan::http
