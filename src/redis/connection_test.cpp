// Proves: an address is understood whole or refused; a connection signs in, keeps its secrets out
// of what it says, and comes back by itself when the server does.
#include "redis/connection.h"

#include <gtest/gtest.h>

#include "redis/redis_test.h"

namespace mobilscan::redis {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;

Address address_of(const std::string& url) {
    const auto parsed = parse_address(url);
    EXPECT_TRUE(parsed.has_value()) << url;
    return parsed.value_or(Address{});
}

TEST(RedisAddress, LeavesOutWhatIsUsual) {
    const Address plain = address_of("redis://redis");
    EXPECT_EQ(plain.host, "redis");
    EXPECT_EQ(plain.port, 6379);
    EXPECT_EQ(plain.database, 0);
    EXPECT_EQ(plain.user, "");
    EXPECT_EQ(plain.password, "");
    EXPECT_EQ(address_of("redis://redis/").database, 0);
    const Address whole = address_of("redis://anna:secret@10.0.0.7:6380/3");
    EXPECT_EQ(whole.user, "anna");
    EXPECT_EQ(whole.password, "secret");
    EXPECT_EQ(whole.host, "10.0.0.7");
    EXPECT_EQ(whole.port, 6380);
    EXPECT_EQ(whole.database, 3);
}

TEST(RedisAddress, TakesPasswordsOfAnyBytes) {
    EXPECT_EQ(address_of("redis://:p%40ss%3a%2F%25%20%C3%A4@redis").password, "p@ss:/% ä");
    EXPECT_EQ(address_of("redis://a%3Ab:c:d@redis").user, "a:b");
    EXPECT_EQ(address_of("redis://a%3Ab:c:d@redis").password, "c:d");
    const Address unescaped = address_of("redis://:a/b@c@redis/2");
    EXPECT_EQ(unescaped.password, "a/b@c");
    EXPECT_EQ(unescaped.host, "redis");
    EXPECT_EQ(unescaped.database, 2);
}

TEST(RedisAddress, TakesNumbersOfTheSixthVersion) {
    EXPECT_EQ(address_of("redis://[::1]").host, "::1");
    const Address whole = address_of("redis://:x@[fe80::7]:6390/1");
    EXPECT_EQ(whole.host, "fe80::7");
    EXPECT_EQ(whole.port, 6390);
    EXPECT_EQ(whole.database, 1);
}

TEST(RedisAddress, RefusesWhatItWouldMisunderstand) {
    for (const char* url : {"",
                            "redis",
                            "redis://",
                            "redis:///1",
                            "http://redis",
                            "rediss://redis",
                            "redis://:6379",
                            "redis://redis:0",
                            "redis://redis:65536",
                            "redis://redis:",
                            "redis://redis:six",
                            "redis://redis:6379x",
                            "redis://redis/one",
                            "redis://redis/-1",
                            "redis://redis/1?x=2",
                            "redis://:p%4@redis",
                            "redis://:p%@redis",
                            "redis://:p%zz@redis",
                            "redis://us%er@redis",
                            "redis://:x@",
                            "redis://::1",
                            "redis://[::1",
                            "redis://::1]",
                            "redis://[::1]x",
                            "redis://[]"}) {
        const auto parsed = parse_address(url);
        ASSERT_FALSE(parsed.has_value()) << url;
        EXPECT_EQ(parsed.error().code, ErrorCode::usage) << url;
    }
    // What may hold a password is not said again.
    EXPECT_EQ(parse_address("redis://:secret@redis:x").error().message.find("secret"),
              std::string::npos);
}

class RedisConnectionTest : public testing::Test {
protected:
    void SetUp() override {
        if (test_url() == nullptr) {
            GTEST_SKIP() << no_server;
        }
        address_ = address_of(test_url());
        connection_ = connect(address_);
        ASSERT_TRUE(connection_);
        ASSERT_TRUE(connection_->run({"FLUSHALL"}));
    }

    Address address_;
    std::unique_ptr<Connection> connection_;
};

TEST_F(RedisConnectionTest, KnowsEveryKindOfAnswer) {
    EXPECT_EQ(connection_->run({"GET", "nothing"})->kind, Reply::Kind::nothing);
    EXPECT_EQ(connection_->run({"RPUSH", "list", "a", std::string("\0b\r\n", 4)})->integer, 2);
    const auto list = connection_->run({"LRANGE", "list", "0", "-1"});
    ASSERT_EQ(list->list.size(), 2U);
    EXPECT_EQ(list->list[1].text, std::string("\0b\r\n", 4));
    EXPECT_EQ(connection_->run({"PING"})->text, "PONG");
}

TEST_F(RedisConnectionTest, AnErrorAnswerIsSaidWithoutWhatWasSentAndClosesNothing) {
    ASSERT_TRUE(connection_->run({"SET", "secret-key", "secret-value"}));
    const auto refused = connection_->run({"LPUSH", "secret-key", "secret-value"});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::queue_unavailable);
    EXPECT_EQ(refused.error().message, "Redis refused a command: WRONGTYPE");
    EXPECT_TRUE(connection_->run({"PING"}).has_value());
}

TEST_F(RedisConnectionTest, SignsInAndSelectsItsDatabase) {
    ASSERT_TRUE(connection_->run({"ACL", "SETUSER", "anna", "on", ">p@ss:/", "~*", "+@all"}));
    Address anna = address_;
    anna.user = "anna";
    anna.password = "p@ss:/";
    anna.database = 3;
    const auto hers = connect(anna);
    ASSERT_TRUE(hers);
    EXPECT_EQ(hers->run({"ACL", "WHOAMI"})->text, "anna");
    ASSERT_TRUE(hers->run({"SET", "where", "3"}));
    EXPECT_EQ(connection_->run({"EXISTS", "where"})->integer, 0);
    anna.password = "wrong";
    const auto refused = Connection::open(anna, 2s);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().message, "Redis refused a command: WRONGPASS");
    ASSERT_TRUE(connection_->run({"ACL", "DELUSER", "anna"}));
}

TEST_F(RedisConnectionTest, ALinkComesBackWhenTheServerDoesAndCostsLittleMeanwhile) {
    OwnServer server;
    Link link(server.address());
    ASSERT_TRUE(link.run({"SET", "kept", "1"}));
    server.kill();
    EXPECT_FALSE(link.run({"PING"}).has_value());  // lost
    EXPECT_FALSE(link.run({"PING"}).has_value());  // refused: the pause begins
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 1000; ++i) {
        const auto away = link.run({"PING"});
        ASSERT_FALSE(away.has_value());
        EXPECT_NE(away.error().message.find("cannot be reached"), std::string::npos);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
    server.start();
    for (int i = 0; i < 500 && !link.run({"PING"}); ++i) {
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_EQ(link.run({"GET", "kept"})->text, "1");
}

TEST_F(RedisConnectionTest, ALinkWhosePreparationFailsIsNone) {
    Link link(address_, [](Connection&) -> Result<void> {
        return failure(ErrorCode::queue_unavailable, "this server will not do");
    });
    EXPECT_EQ(link.run({"PING"}).error().message, "this server will not do");
    EXPECT_EQ(link.run({"PING"}).error().message, "this server will not do");
}

}  // namespace
}  // namespace mobilscan::redis
