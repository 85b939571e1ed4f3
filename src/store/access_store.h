// AccessStore: who may use the service: keys, the browser sessions made from them, and the one-time
// links that pair a phone.
//
// A value over a connection; threads and common errors as JobStore. Secrets never come here, only
// their hashes (64 hexadecimal digits of SHA-256: the secrets are 32 random bytes, which nobody can
// guess from a hash).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/sql.h"

namespace mobilscan::store {

struct AccessKey {
    std::string id;    // public part of the key, at most 16 characters
    std::string name;  // for people
    std::string secret_hash;
    std::string scopes;  // "read upload admin"
    std::int64_t created_at_us = 0;
    std::optional<std::int64_t> expires_at_us;
    bool is_revoked = false;
};

class AccessStore {
public:
    explicit AccessStore(sql::Connection& connection) : connection_(connection) {}

    // `lifetime` of nothing: until it is revoked.
    [[nodiscard]] Result<void> add_key(const AccessKey& key,
                                       std::optional<std::chrono::seconds> lifetime);

    // The key of that id, when it is neither revoked nor expired.
    [[nodiscard]] Result<std::optional<AccessKey>> find_key(const std::string& id);

    [[nodiscard]] Result<std::vector<AccessKey>> keys();  // all, newest first

    // Ends the key and its sessions. False: there is none of that id, or it was revoked before.
    [[nodiscard]] Result<bool> revoke_key(const std::string& id);

    [[nodiscard]] Result<void> add_session(const std::string& token_hash, const std::string& key_id,
                                           std::chrono::seconds lifetime);
    // The key of a session that has not expired, when the key still counts.
    [[nodiscard]] Result<std::optional<AccessKey>> find_session(const std::string& token_hash);
    [[nodiscard]] Result<void> remove_session(const std::string& token_hash);

    // A link that signs one browser in with that key.
    [[nodiscard]] Result<void> add_pairing(const std::string& token_hash, const std::string& key_id,
                                           std::chrono::seconds lifetime);
    // Uses the link up: its key, or nothing when it was used before, expired or never was.
    [[nodiscard]] Result<std::optional<AccessKey>> take_pairing(const std::string& token_hash);

private:
    sql::Connection& connection_;
};

}  // namespace mobilscan::store
