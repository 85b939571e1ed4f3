// Proves, over a real Redis: a message is in a list at every moment until it is acknowledged; who
// waits hears messages, rings and stops at once, also after the server was away; what the dead held
// is found when their sign of life is gone and not before; and a server that may evict is refused.
#include "queue/redis_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "queue/messages.h"
#include "queue/redis_keys.h"
#include "redis/redis_test.h"

namespace mobilscan::queue {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using redis::Reply;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto long_time = 20s;

class RedisQueueTest : public testing::Test {
protected:
    void SetUp() override {
        if (redis::test_url() == nullptr) {
            GTEST_SKIP() << redis::no_server;
        }
        raw_ = redis::connect(*redis::parse_address(redis::test_url()));
        ASSERT_TRUE(raw_);
        ask({"FLUSHALL"});
        queue_ = open(redis::test_url());
    }

    static std::unique_ptr<Doorbell> open(const std::string& url) {
        auto opened = open_redis_queue(url);
        EXPECT_TRUE(opened.has_value());
        return *std::move(opened);
    }
    Reply ask(std::initializer_list<std::string_view> words) const {
        auto reply = raw_->run(words);
        EXPECT_TRUE(reply.has_value()) << *words.begin();
        return reply ? *std::move(reply) : Reply{};
    }
    [[nodiscard]] std::vector<std::string> texts(std::string_view list) const {
        std::vector<std::string> found;
        for (const Reply& each : ask({"LRANGE", list, "0", "-1"}).list) {
            found.push_back(each.text);
        }
        return found;
    }
    [[nodiscard]] std::unique_ptr<Listener> listen() const {
        auto listener = queue_->listen();
        EXPECT_TRUE(listener.has_value());
        EXPECT_TRUE((*listener)->has_messages());
        return *std::move(listener);
    }
    // The key of the only listener's own list.
    [[nodiscard]] std::string held() const {
        const Reply names = ask({"SMEMBERS", keys::workers});
        EXPECT_EQ(names.list.size(), 1U);
        return names.list.empty() ? "" : keys::held_by(names.list[0].text);
    }
    void push(std::string_view message) const { ask({"LPUSH", keys::list, message}); }
    [[nodiscard]] Messages& messages() const { return *queue_->messages(); }

    std::unique_ptr<redis::Connection> raw_;
    std::unique_ptr<Doorbell> queue_;
};

// --- messages
// -------------------------------------------------------------------------------------

TEST_F(RedisQueueTest, AMessageIsTheOriginals) {
    ASSERT_TRUE(queue_->announce({"id-1", "/app/videos/f.mp4", "film.mp4"}));
    EXPECT_THAT(texts(keys::list),
                ElementsAre(R"({"job_id":"id-1","video_path":"/app/videos/f.mp4",)"
                            R"("video_name":"film.mp4"})"));
}

TEST_F(RedisQueueTest, MessagesAreTakenInTheirOrderAndHeldUntilTheyAreAcknowledged) {
    const auto listener = listen();
    push("one");
    push("two");
    EXPECT_EQ(listener->take(), "one");
    EXPECT_EQ(listener->wait(long_time, {}).message, "two");
    EXPECT_THAT(texts(held()), ElementsAre("two", "one"));
    EXPECT_THAT(texts(keys::list), ElementsAre());
    listener->acknowledge("one");
    EXPECT_THAT(texts(held()), ElementsAre("two"));
    listener->acknowledge("two");
    EXPECT_EQ(messages().count().value(), 0);
    EXPECT_EQ(listener->take(), std::nullopt);
}

TEST_F(RedisQueueTest, WhatIsPutBackIsNext) {
    const auto listener = listen();
    push("one");
    push("two");
    ASSERT_EQ(listener->take(), "one");
    listener->put_back("one");
    EXPECT_THAT(texts(keys::list), ElementsAre("two", "one"));
    EXPECT_THAT(texts(held()), ElementsAre());
    listener->put_back("one");  // it is not held any more: no second one
    EXPECT_THAT(texts(keys::list), ElementsAre("two", "one"));
    EXPECT_EQ(listener->take(), "one");
}

TEST_F(RedisQueueTest, WhatIsRejectedIsKeptWithItsReasonUpToALimit) {
    const auto listener = listen();
    push("bad\nbytes");
    ASSERT_TRUE(listener->take());
    listener->reject("bad\nbytes", "no reason");
    EXPECT_THAT(texts(keys::dead), ElementsAre("no reason\nbad\nbytes"));
    EXPECT_EQ(messages().count().value(), 0);
    for (int i = 0; i < 1005; ++i) {
        listener->reject("bad", "reason " + std::to_string(i));
    }
    const auto dead = texts(keys::dead);
    ASSERT_EQ(dead.size(), 1000U);
    EXPECT_EQ(dead.front(), "reason 1004\nbad");
    EXPECT_EQ(dead.back(), "reason 5\nbad");
}

// The connection breaks at any moment: the message is in a list, and is heard again.
TEST_F(RedisQueueTest, AMessageIsNeverOnlyOnTheWire) {
    const auto listener = listen();
    std::atomic<bool> is_over = false;
    std::vector<std::string> heard;
    std::jthread worker([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            if (const auto message = listener->wait(1s, stop).message) {
                heard.push_back(*message);
                listener->acknowledge(*message);
            }
        }
        is_over = true;
    });
    constexpr int rounds = 30;
    for (int i = 0; i < rounds; ++i) {
        push("message " + std::to_string(i));
        std::this_thread::sleep_for(std::chrono::microseconds(37 * i));
        ask({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    }
    const auto end = Clock::now() + long_time;
    while (messages().count().value_or(1) > 0 && Clock::now() < end) {
        std::this_thread::sleep_for(10ms);
    }
    worker.request_stop();
    worker.join();
    EXPECT_TRUE(is_over);
    EXPECT_EQ(messages().count().value(), 0);
    EXPECT_EQ(std::set<std::string>(heard.begin(), heard.end()).size(), std::size_t{rounds});
}

// --- waiting
// --------------------------------------------------------------------------------------

// How long after `cause` a listener that waits returns: the least of some tries, as this machine
// may be busy.
template <class Cause>
Clock::duration wake_time(Listener& listener, const std::stop_token& stop, Cause cause, int tries) {
    Clock::duration least = long_time;
    for (int i = 0; i < tries; ++i) {
        Clock::time_point caused;
        std::jthread later([&] {
            std::this_thread::sleep_for(50ms);
            caused = Clock::now();
            cause();
        });
        static_cast<void>(listener.wait(long_time, stop));
        const auto woke = Clock::now();
        later.join();
        least = std::min(least, woke - caused);
    }
    return least;
}

TEST_F(RedisQueueTest, WakesAtOnceForAMessageARingAndAStop) {
    const auto listener = listen();
    EXPECT_LT(wake_time(*listener, {}, [&] { queue_->ring(1); }, 5), 100ms);
    EXPECT_LT(wake_time(*listener, {}, [&] { static_cast<void>(queue_->announce({})); }, 5), 100ms);
    std::stop_source stop;
    EXPECT_LT(wake_time(*listener, stop.get_token(), [&] { stop.request_stop(); }, 1), 100ms);
}

TEST_F(RedisQueueTest, AStopThatCameBeforeEndsTheWaitAtOnceAndLosesNothing) {
    const auto listener = listen();
    std::stop_source stop;
    stop.request_stop();
    const auto begin = Clock::now();
    for (int i = 0; i < 20; ++i) {
        static_cast<void>(listener->wait(long_time, stop.get_token()));
    }
    EXPECT_LT(Clock::now() - begin, 2s);
    EXPECT_TRUE(listener->has_messages());
}

TEST_F(RedisQueueTest, WaitsAtBothListsAtOnce) {
    const auto listener = listen();
    Heard heard = listener->wait(1ms, {});
    EXPECT_FALSE(heard.rang);
    EXPECT_FALSE(heard.message);
    queue_->ring(1);
    heard = listener->wait(long_time, {});
    EXPECT_TRUE(heard.rang);
    EXPECT_FALSE(heard.message);
    push("one");
    heard = listener->wait(long_time, {});
    EXPECT_FALSE(heard.rang);
    EXPECT_EQ(heard.message, "one");
}

TEST_F(RedisQueueTest, RingsReachAsManyAsAreMeant) {
    const auto one = listen();
    const auto two = listen();
    queue_->ring(2);
    EXPECT_TRUE(one->wait(long_time, {}).rang);
    EXPECT_TRUE(two->wait(long_time, {}).rang);
    EXPECT_FALSE(one->wait(1ms, {}).rang);
    for (int i = 0; i < 10; ++i) {
        queue_->ring(1000);  // nobody listens: they must not pile up
    }
    EXPECT_LE(ask({"LLEN", keys::segments}).integer, 256);
}

TEST_F(RedisQueueTest, NewsReachWhoeverListens) {
    std::atomic<int> news = 0;
    auto listening = queue_->on_news([&] { ++news; });
    const auto come = [&](int count) {
        for (int i = 0; i < 1000 && news < count; ++i) {
            std::this_thread::sleep_for(10ms);
        }
        return news >= count;
    };
    ASSERT_TRUE(come(1));  // the connection stands
    queue_->tell("id");
    EXPECT_TRUE(come(2));
    ask({"CLIENT", "KILL", "TYPE", "pubsub"});
    EXPECT_TRUE(come(3));  // it stands anew
    listening.reset();
}

// --- the server goes and comes back
// ---------------------------------------------------------------

TEST_F(RedisQueueTest, AfterARestartInMidWaitNothingIsLostAndNobodyHangs) {
    redis::OwnServer server;
    const auto queue = open(server.url());
    const auto listener = *queue->listen();
    ASSERT_TRUE(listener->has_messages());
    ASSERT_TRUE(queue->announce({"held", "v.mp4", "v.mp4"}));
    ASSERT_TRUE(listener->take());  // and its server dies before it is done
    std::vector<std::string> heard;
    std::jthread worker([&](const std::stop_token& stop) {
        while (!stop.stop_requested() && heard.size() < 2) {
            if (const auto message = listener->wait(1s, stop).message) {
                heard.push_back(decoded(*message).value_or(Announcement{}).job_id);
                listener->acknowledge(*message);
            }
        }
    });
    std::this_thread::sleep_for(100ms);
    server.kill();
    const auto begin = Clock::now();
    EXPECT_FALSE(queue->announce({"lost", "v.mp4", "v.mp4"}).has_value());
    EXPECT_LT(Clock::now() - begin, 3s);
    EXPECT_THAT(queue->state().trouble, HasSubstr("Redis"));
    std::this_thread::sleep_for(500ms);
    server.start();
    const auto end = Clock::now() + long_time;
    while (!queue->announce({"new", "v.mp4", "v.mp4"}) && Clock::now() < end) {
        std::this_thread::sleep_for(50ms);
    }
    while (queue->messages()->count().value_or(1) > 0 && Clock::now() < end) {
        std::this_thread::sleep_for(20ms);
    }
    worker.request_stop();
    worker.join();
    EXPECT_THAT(heard, testing::UnorderedElementsAre("held", "new"));
    EXPECT_EQ(queue->state().trouble, "");
    EXPECT_EQ(queue->state().workers, 1);
}

TEST_F(RedisQueueTest, AServerThatMayEvictIsRefusedUntilItDoesNot) {
    ask({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
    const auto queue = open(redis::test_url());
    EXPECT_THAT(queue->state().trouble, HasSubstr("maxmemory-policy to noeviction"));
    EXPECT_FALSE(queue->announce({"id", "v.mp4", "v.mp4"}).has_value());
    const auto listener = *queue->listen();
    EXPECT_FALSE(listener->has_messages());
    EXPECT_EQ(ask({"DBSIZE"}).integer, 0);
    ask({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
    for (int i = 0; i < 500 && !queue->state().trouble.empty(); ++i) {
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_EQ(queue->state().trouble, "");
    ask({"CONFIG", "SET", "maxmemory-policy", "volatile-ttl"});  // while all are connected
    EXPECT_THAT(queue->state().trouble, HasSubstr("maxmemory-policy to noeviction"));
    ask({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
    EXPECT_EQ(queue->state().trouble, "");
}

// --- what the upkeep sees
// -------------------------------------------------------------------------

TEST_F(RedisQueueTest, LostDataAreToldUntilTheyAreMadeWhole) {
    EXPECT_TRUE(messages().lost_data().value());
    ASSERT_TRUE(messages().note_whole());
    EXPECT_FALSE(messages().lost_data().value());
    ask({"FLUSHALL"});
    EXPECT_TRUE(messages().lost_data().value());
}

TEST_F(RedisQueueTest, AllJobsOfAllListsAreSeen) {
    constexpr int jobs = 1201;
    std::vector<Announcement> announcements;
    for (int i = 0; i < jobs; ++i) {
        announcements.push_back({"id-" + std::to_string(i), "v.mp4", "v.mp4"});
    }
    ASSERT_TRUE(messages().restore(announcements));
    push("no json");
    const auto listener = listen();
    ASSERT_TRUE(listener->take());  // the first one, which is held now
    EXPECT_EQ(messages().count().value(), jobs + 1);
    const auto ids = messages().job_ids().value();
    EXPECT_EQ(ids.size(), std::size_t{jobs});
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), std::size_t{jobs});
    EXPECT_NE(std::find(ids.begin(), ids.end(), "id-0"), ids.end());
}

TEST_F(RedisQueueTest, WhatIsRestoredIsTakenNextAndInItsOrder) {
    const auto listener = listen();
    push("came later");
    const std::vector<Announcement> waited{{"one", "v.mp4", "v.mp4"}, {"two", "v.mp4", "v.mp4"}};
    ASSERT_TRUE(messages().restore(waited));
    EXPECT_EQ(listener->take(), encoded(waited[0]));
    EXPECT_EQ(listener->take(), encoded(waited[1]));
    EXPECT_EQ(listener->take(), "came later");
}

TEST_F(RedisQueueTest, WhatTheDeadHeldIsFoundWhenTheirSignOfLifeIsGoneAndNotBefore) {
    ask({"SADD", keys::workers, "dead"});
    ask({"SET", keys::life_of("dead"), "1"});
    ask({"RPUSH", keys::held_by("dead"), "one", "two"});
    push("three");
    EXPECT_TRUE(messages().left_behind().value().empty());
    ask({"DEL", keys::life_of("dead")});
    const auto left = messages().left_behind().value();
    ASSERT_EQ(left.size(), 2U);
    EXPECT_EQ(left[0].worker, "dead");

    ask({"SET", keys::life_of("dead"), "1"});  // it only stood still
    ASSERT_TRUE(messages().dispose(left[0], Disposal::to_the_list));
    EXPECT_THAT(texts(keys::held_by("dead")), ElementsAre("one", "two"));
    ask({"DEL", keys::life_of("dead")});
    ASSERT_TRUE(messages().dispose(left[0], Disposal::to_the_list));
    ASSERT_TRUE(messages().dispose(left[0], Disposal::to_the_list));  // two nodes at once
    ASSERT_TRUE(messages().dispose(left[1], Disposal::drop));
    EXPECT_THAT(texts(keys::list), ElementsAre("three", "one"));
    EXPECT_TRUE(messages().left_behind().value().empty());
    EXPECT_EQ(ask({"SCARD", keys::workers}).integer, 0);  // and it is forgotten
}

TEST_F(RedisQueueTest, AListenerIsKnownBeforeItTakesAndForgottenWhenItLeaves) {
    EXPECT_EQ(queue_->state().workers, 0);
    {
        const auto listener = listen();
        const auto name = held().substr(keys::held_by("").size());
        EXPECT_GT(ask({"PTTL", keys::life_of(name)}).integer, 10'000);
        EXPECT_EQ(queue_->state().workers, 1);
    }
    EXPECT_EQ(queue_->state().workers, 0);
    EXPECT_TRUE(ask({"KEYS", "*"}).list.empty());
}

}  // namespace
}  // namespace mobilscan::queue
