#include "store/access_store.h"

#include "core/text.h"
#include "store/codec.h"

namespace mobilscan::store {
namespace {

using sql::Statement;

#define MOBILSCAN_KEY_COLUMNS \
    "k.id, k.name, k.secret_hash, k.scopes, k.created_at_us, k.expires_at_us, k.revoked_at_us"
#define MOBILSCAN_KEY_COUNTS                                                      \
    " k.revoked_at_us is null and (k.expires_at_us is null or k.expires_at_us > " \
    "mobilscan_now_us())"

constexpr Statement insert_key{
    "key_insert",
    "insert into access_keys (id, name, secret_hash, scopes, created_at_us, expires_at_us)"
    " values ($1, $2, $3, $4, mobilscan_now_us(), mobilscan_now_us() + $5)"};
constexpr Statement key_by_id{"key_by_id", "select " MOBILSCAN_KEY_COLUMNS
                                           " from access_keys k where k.id = $1"
                                           " and" MOBILSCAN_KEY_COUNTS};
constexpr Statement all_keys{"keys_all", "select " MOBILSCAN_KEY_COLUMNS
                                         " from access_keys k order by k.created_at_us desc, k.id"};
constexpr Statement revoke{"key_revoke",
                           "update access_keys set revoked_at_us = mobilscan_now_us()"
                           " where id = $1 and revoked_at_us is null"};
constexpr Statement end_sessions{"key_end_sessions", "delete from access_tokens where key_id = $1"};

// Sessions and pairing links differ by their kind alone.
constexpr Statement forget_expired{"tokens_forget",
                                   "delete from access_tokens"
                                   " where expires_at_us <= mobilscan_now_us()"};
constexpr Statement insert_token{
    "token_insert",
    "insert into access_tokens (token_hash, kind, key_id, expires_at_us)"
    " values ($1, $2, $3, mobilscan_now_us() + $4)"};
constexpr Statement key_by_token{
    "key_by_token", "select " MOBILSCAN_KEY_COLUMNS
                    " from access_tokens t join access_keys k on k.id = t.key_id"
                    " where t.token_hash = $1 and t.kind = $2"
                    " and t.expires_at_us > mobilscan_now_us() and" MOBILSCAN_KEY_COUNTS};
constexpr Statement delete_token{"token_delete",
                                 "delete from access_tokens where token_hash = $1 and kind = $2"};

constexpr std::string_view session = "session";
constexpr std::string_view pairing = "pairing";

AccessKey key_of(const sql::Row& row) {
    return {.id = row.text(0),
            .name = row.text(1),
            .secret_hash = row.text(2),
            .scopes = row.text(3),
            .created_at_us = row.integer(4),
            .expires_at_us = row.optional_integer(5),
            .is_revoked = !row.is_null(6)};
}

std::optional<AccessKey> find(sql::Connection& connection, const Statement& statement,
                              std::initializer_list<sql::Value> values) {
    std::optional<AccessKey> found;
    connection.run(statement, values, [&](const sql::Row& row) { found = key_of(row); });
    return found;
}

std::int64_t microseconds(std::chrono::seconds time) {
    return std::chrono::microseconds(time).count();
}

Result<void> add_token(sql::Connection& connection, std::string_view kind,
                       const std::string& token_hash, const std::string& key_id,
                       std::chrono::seconds lifetime) {
    const auto add = [&] {
        connection.run(forget_expired, {});
        return connection.run(insert_token, {token_hash, kind, key_id, microseconds(lifetime)});
    };
    return sql::write_repeatable(connection, add).map([](std::int64_t) {});
}

}  // namespace

Result<void> AccessStore::add_key(const AccessKey& key,
                                  std::optional<std::chrono::seconds> lifetime) {
    std::optional<std::int64_t> lifetime_us;
    if (lifetime) {
        lifetime_us = microseconds(*lifetime);
    }
    const std::string name = core::storable(key.name);
    const auto add = [&] {
        return connection_.run(insert_key,
                               {key.id, name, key.secret_hash, key.scopes, lifetime_us});
    };
    return sql::write_repeatable(connection_, add).map([](std::int64_t) {});
}

Result<std::optional<AccessKey>> AccessStore::find_key(const std::string& id) {
    return sql::attempt([&] { return find(connection_, key_by_id, {id}); });
}

Result<std::vector<AccessKey>> AccessStore::keys() {
    return sql::attempt([&] {
        std::vector<AccessKey> keys;
        connection_.run(all_keys, {}, [&](const sql::Row& row) { keys.push_back(key_of(row)); });
        return keys;
    });
}

Result<bool> AccessStore::revoke_key(const std::string& id) {
    return sql::write_repeatable(connection_, [&] {
        const bool done = connection_.run(revoke, {id}) > 0;
        connection_.run(end_sessions, {id});
        return done;
    });
}

Result<void> AccessStore::add_session(const std::string& token_hash, const std::string& key_id,
                                      std::chrono::seconds lifetime) {
    return add_token(connection_, session, token_hash, key_id, lifetime);
}

Result<std::optional<AccessKey>> AccessStore::find_session(const std::string& token_hash) {
    return sql::attempt([&] { return find(connection_, key_by_token, {token_hash, session}); });
}

Result<void> AccessStore::remove_session(const std::string& token_hash) {
    const auto remove = [&] { return connection_.run(delete_token, {token_hash, session}); };
    return sql::write_repeatable(connection_, remove).map([](std::int64_t) {});
}

Result<void> AccessStore::add_pairing(const std::string& token_hash, const std::string& key_id,
                                      std::chrono::seconds lifetime) {
    return add_token(connection_, pairing, token_hash, key_id, lifetime);
}

Result<std::optional<AccessKey>> AccessStore::take_pairing(const std::string& token_hash) {
    return sql::write_repeatable(connection_, [&]() -> std::optional<AccessKey> {
        auto key = find(connection_, key_by_token, {token_hash, pairing});
        return connection_.run(delete_token, {token_hash, pairing}) > 0 ? key : std::nullopt;
    });
}

}  // namespace mobilscan::store
