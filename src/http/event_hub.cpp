#include "http/event_hub.h"

#include <utility>

#include "core/limits.h"

namespace mobilscan::http {

std::string event_text(std::int64_t id, const std::string& name, const std::string& data) {
    return "id: " + std::to_string(id) + "\nevent: " + name + "\ndata: " + data + "\n\n";
}

EventSubscription::Taken EventSubscription::take(std::int64_t after) {
    const std::scoped_lock lock(mutex_);
    Taken taken;
    for (Event& event : waiting_) {
        if (event.id > after) {
            taken.text += event.text;
        }
    }
    waiting_.clear();
    bytes_ = 0;
    taken.open = open_;
    return taken;
}

void EventSubscription::on_arrival(std::function<void()> call) {
    const std::scoped_lock lock(mutex_);
    call_ = std::move(call);
}

std::shared_ptr<EventSubscription> EventHub::subscribe(std::string topic) {
    auto subscription = std::make_shared<EventSubscription>();
    subscription->topic_ = std::move(topic);
    const std::scoped_lock lock(mutex_);
    subscription->open_ = !closed_;
    std::erase_if(subscriptions_, [](const auto& each) { return each.expired(); });
    subscriptions_.push_back(subscription);
    return subscription;
}

std::vector<std::shared_ptr<EventSubscription>> EventHub::watchers() {
    const std::scoped_lock lock(mutex_);
    std::vector<std::shared_ptr<EventSubscription>> alive;
    for (const auto& each : subscriptions_) {
        if (auto subscription = each.lock()) {
            alive.push_back(std::move(subscription));
        }
    }
    return alive;
}

bool EventHub::is_watched() {
    return !watchers().empty();
}

void EventHub::publish(std::int64_t id, const std::string& topic, const std::string& name,
                       const std::string& data) {
    const std::string text = event_text(id, name, data);
    for (const auto& subscription : watchers()) {
        const std::scoped_lock lock(subscription->mutex_);
        if (!subscription->topic_.empty() && subscription->topic_ != topic) {
            continue;
        }
        subscription->bytes_ += text.size();
        if (subscription->bytes_ > limits::event_backlog_bytes_max) {
            subscription->open_ = false;
            subscription->waiting_.clear();
        } else {
            subscription->waiting_.push_back({id, text});
        }
        if (subscription->call_) {
            subscription->call_();
        }
    }
}

void EventHub::close() {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
    }
    for (const auto& subscription : watchers()) {
        const std::scoped_lock lock(subscription->mutex_);
        subscription->open_ = false;
        if (subscription->call_) {
            subscription->call_();
        }
    }
}

}  // namespace mobilscan::http
