// AccessGate: who may do what. Off, everybody may; with keys, each request shows a key or a
// session.
//
// Keys read ms_<id>_<secret>; only the SHA-256 of the secret is stored. Threads: any.
#pragma once

#include <optional>
#include <string>

#include "api/services.h"
#include "core/result.h"
#include "http/router.h"
#include "store/access_store.h"

namespace mobilscan::api {

enum class Scope : std::uint8_t { none, read, upload };

class AccessGate {
public:
    explicit AccessGate(const Services& services) : services_(services) {}

    // Why the request must not go on: a foreign page behind it (403), a host name that is not
    // ours (403), no key (401), a key that does not cover it (403). Nothing: it may.
    [[nodiscard]] std::optional<http::Response> admit(const http::Request& request,
                                                      const http::Route& route) const;

    // The key that the request shows, if it counts. Error: store_*.
    [[nodiscard]] Result<std::optional<store::AccessKey>> key_of(
        const http::Request& request) const;

    // The key that this text is, if it counts.
    [[nodiscard]] Result<std::optional<store::AccessKey>> key_of_text(const std::string& key) const;

private:
    const Services& services_;
};

// What a route needs; none: everybody may, also where keys are required.
[[nodiscard]] Scope scope_of(const http::Route& route);

struct NewKey {
    std::string text;  // "ms_ab12cd34_..."; shown once
    store::AccessKey row;
};
// A fresh key with random id and secret.
[[nodiscard]] NewKey new_key(const std::string& name, const std::string& scopes);

// 32 random bytes as text, and the hash by which a text of that kind is stored.
[[nodiscard]] std::string new_token();
[[nodiscard]] std::string token_hash(const std::string& token);

// Whether the scopes of a key ("read upload") hold one.
[[nodiscard]] bool covers(const std::string& scopes, std::string_view scope);

inline constexpr const char* session_cookie = "mobilscan_session";
inline constexpr std::chrono::seconds session_lifetime{30 * 24 * 3600};
inline constexpr std::chrono::seconds pairing_lifetime{15 * 60};

}  // namespace mobilscan::api
