// A key counts until it is revoked or expires, a session as long as its key, a pairing link once.
#include <gtest/gtest.h>

#include "store/access_store.h"
#include "store/store_test.h"

namespace mobilscan::store {
namespace {

using namespace std::chrono_literals;

class AccessTest : public StoreTest {
protected:
    [[nodiscard]] AccessStore access() { return AccessStore(*connection_); }
    void add_key(const std::string& id, std::optional<std::chrono::seconds> lifetime = {}) {
        AccessKey key;
        key.id = id;
        key.name = "phone";
        key.secret_hash = "hash-" + id;
        key.scopes = "read upload";
        ASSERT_TRUE(access().add_key(key, lifetime).has_value());
    }
    bool counts(const std::string& id) { return access().find_key(id).value().has_value(); }
    bool session_counts(const std::string& token) {
        return access().find_session(token).value().has_value();
    }
};

TEST_P(AccessTest, a_key_is_found_by_its_id) {
    add_key("k1");
    const auto key = access().find_key("k1").value();
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(key->secret_hash, "hash-k1");
    EXPECT_EQ(key->scopes, "read upload");
    EXPECT_FALSE(counts("k2"));
}

TEST_P(AccessTest, a_key_ends_with_its_time_or_when_revoked) {
    add_key("short", 60s);
    add_key("long");
    advance(61s);
    EXPECT_FALSE(counts("short"));
    EXPECT_TRUE(counts("long"));
    EXPECT_TRUE(access().revoke_key("long").value());
    EXPECT_FALSE(counts("long"));
    EXPECT_FALSE(access().revoke_key("long").value());
    EXPECT_EQ(access().keys().value().size(), 2U);
}

TEST_P(AccessTest, a_session_ends_with_its_time_its_key_or_when_removed) {
    add_key("k");
    for (const char* token : {"a", "b", "c"}) {
        ASSERT_TRUE(access().add_session(token, "k", token[0] == 'a' ? 60s : 600s).has_value());
        EXPECT_TRUE(session_counts(token));
    }
    advance(61s);
    EXPECT_FALSE(session_counts("a"));
    ASSERT_TRUE(access().remove_session("b").has_value());
    EXPECT_FALSE(session_counts("b"));
    EXPECT_TRUE(session_counts("c"));
    ASSERT_TRUE(access().revoke_key("k").has_value());
    EXPECT_FALSE(session_counts("c"));
}

TEST_P(AccessTest, a_pairing_link_works_once_and_only_in_time) {
    add_key("k");
    ASSERT_TRUE(access().add_pairing("once", "k", 60s).has_value());
    ASSERT_TRUE(access().add_pairing("late", "k", 60s).has_value());
    EXPECT_FALSE(session_counts("once"));
    EXPECT_EQ(access().take_pairing("once").value().value().id, "k");
    EXPECT_FALSE(access().take_pairing("once").value().has_value());
    advance(61s);
    EXPECT_FALSE(access().take_pairing("late").value().has_value());
    EXPECT_FALSE(access().take_pairing("never").value().has_value());
}

INSTANTIATE_TEST_SUITE_P(Engines, AccessTest, testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace mobilscan::store
