// A subscription gets what is published on its topic from its beginning on, in order, once, and is
// cut off when it does not take it.
#include "http/event_hub.h"

#include <gtest/gtest.h>

namespace mobilscan::http {
namespace {

TEST(EventHub, a_subscription_gets_its_topic_in_order) {
    EventHub hub;
    const auto one = hub.subscribe("a");
    const auto all = hub.subscribe("");
    hub.publish(1, "a", "job", "1");
    hub.publish(2, "b", "job", "2");
    EXPECT_EQ(one->take(0).text, event_text(1, "job", "1"));
    EXPECT_EQ(all->take(0).text, event_text(1, "job", "1") + event_text(2, "job", "2"));
    EXPECT_EQ(all->take(0).text, "");
}

TEST(EventHub, what_the_backlog_had_is_not_sent_again) {
    EventHub hub;
    const auto watcher = hub.subscribe("");
    hub.publish(1, "a", "job", "1");
    hub.publish(2, "a", "job", "2");
    EXPECT_EQ(watcher->take(1).text, event_text(2, "job", "2"));
}

TEST(EventHub, a_watcher_that_takes_nothing_is_cut_off) {
    EventHub hub;
    const auto watcher = hub.subscribe("");
    const std::string much(100'000, 'x');
    for (int id = 1; id <= 3; ++id) {
        hub.publish(id, "a", "job", much);
    }
    EXPECT_FALSE(watcher->take(0).open);
}

TEST(EventHub, closing_ends_present_and_future_streams_and_says_so) {
    EventHub hub;
    const auto watcher = hub.subscribe("");
    int calls = 0;
    watcher->on_arrival([&] { ++calls; });
    hub.close();
    EXPECT_EQ(calls, 1);
    EXPECT_FALSE(watcher->take(0).open);
    EXPECT_FALSE(hub.subscribe("")->take(0).open);
}

TEST(EventHub, is_watched_as_long_as_somebody_holds_a_subscription) {
    EventHub hub;
    EXPECT_FALSE(hub.is_watched());
    {
        const auto watcher = hub.subscribe("");
        EXPECT_TRUE(hub.is_watched());
    }
    EXPECT_FALSE(hub.is_watched());
}

}  // namespace
}  // namespace mobilscan::http
