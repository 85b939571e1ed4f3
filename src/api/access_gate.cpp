#include "api/access_gate.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "api/handler.h"
#include "core/loopback.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t id_bytes = 4;

std::string random_hex(std::size_t bytes) {
    std::array<unsigned char, secret_bytes> random{};
    std::array<char, 2 * secret_bytes + 1> text{};
    randombytes_buf(random.data(), bytes);
    sodium_bin2hex(text.data(), text.size(), random.data(), bytes);
    return text.data();
}

bool is_unsafe(const Request& request) {
    return request.method != "GET" && request.method != "OPTIONS";
}

// Another site's page in the user's browser can send requests here, and the browser adds the
// cookie: what changes something must come from our own page, or from no page at all.
bool comes_from_foreign_page(const Request& request, const ApiSettings& settings) {
    const std::string_view origin = request.header("origin");
    if (!origin.empty()) {
        const std::string own =
            (request.secure ? "https://" : "http://") + std::string(request.header("host"));
        const auto& allowed = settings.cors_origins;
        return origin != own && std::find(allowed.begin(), allowed.end(), origin) == allowed.end();
    }
    const std::string_view site = request.header("sec-fetch-site");
    return !site.empty() && site != "same-origin" && site != "none";
}

// A foreign name that was made to point at this machine (DNS rebinding) must not reach a service
// that trusts whoever is on it.
bool is_own_host(const Request& request) {
    std::string_view host = request.header("host");
    const std::size_t colon =
        host.starts_with('[') ? host.find(':', host.find(']')) : host.find(':');
    if (colon != std::string_view::npos) {
        if (host.find_first_not_of("0123456789", colon + 1) != std::string_view::npos) {
            return false;
        }
        host = host.substr(0, colon);
    }
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    return host.empty() || core::is_loopback(std::string(host));
}

// "ms_<id>_<secret>" in its parts.
struct KeyText {
    std::string id;
    std::string secret;
};

std::optional<KeyText> parse_key(const std::string& text) {
    constexpr std::string_view prefix = "ms_";
    const std::size_t second = text.find('_', prefix.size());
    if (!text.starts_with(prefix) || second == std::string::npos) {
        return std::nullopt;
    }
    return KeyText{text.substr(prefix.size(), second - prefix.size()), text.substr(second + 1)};
}

std::string shown_key(const Request& request) {
    constexpr std::string_view bearer = "Bearer ";
    const std::string_view authorization = request.header("authorization");
    if (authorization.starts_with(bearer)) {
        return std::string(authorization.substr(bearer.size()));
    }
    return std::string(request.header("x-api-key"));
}

}  // namespace

std::string new_token() {
    return random_hex(secret_bytes);
}

std::string token_hash(const std::string& token) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> text{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(token.data()),
                       token.size());
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    return text.data();
}

NewKey new_key(const std::string& name, const std::string& scopes) {
    const std::string secret = new_token();
    NewKey key;
    key.row.id = random_hex(id_bytes);
    key.row.name = name;
    key.row.secret_hash = token_hash(secret);
    key.row.scopes = scopes;
    key.text = "ms_" + key.row.id + "_" + secret;
    return key;
}

bool covers(const std::string& scopes, std::string_view scope) {
    const std::string padded = " " + scopes + " ";
    return padded.find(" admin ") != std::string::npos ||
           padded.find(" " + std::string(scope) + " ") != std::string::npos;
}

Scope scope_of(const http::Route& route) {
    const std::string& pattern = route.pattern;
    const bool is_open = pattern == "/" || pattern.starts_with("/health") ||
                         pattern == "/api/v1/session" || pattern == "/openapi.json" ||
                         pattern.starts_with("/pair/") || pattern.starts_with("/docs") ||
                         pattern == "/icon.svg";
    if (is_open) {
        return Scope::none;
    }
    return route.method == "GET" ? Scope::read : Scope::upload;
}

Result<std::optional<store::AccessKey>> AccessGate::key_of_text(const std::string& text) const {
    const auto parts = parse_key(text);
    if (!parts) {
        return std::optional<store::AccessKey>();
    }
    auto key = with_store(services_, [&](store::sql::Connection& connection) {
        return store::AccessStore(connection).find_key(parts->id);
    });
    if (!key || !*key) {
        return key;
    }
    const std::string hash = token_hash(parts->secret);
    const std::string& stored = (*key)->secret_hash;
    const bool equal =
        hash.size() == stored.size() && sodium_memcmp(hash.data(), stored.data(), hash.size()) == 0;
    return equal ? key : std::optional<store::AccessKey>();
}

Result<std::optional<store::AccessKey>> AccessGate::key_of(const Request& request) const {
    const std::string text = shown_key(request);
    if (!text.empty()) {
        return key_of_text(text);
    }
    const auto token = request.cookie(session_cookie);
    if (!token) {
        return std::optional<store::AccessKey>();
    }
    return with_store(services_, [&](store::sql::Connection& connection) {
        return store::AccessStore(connection).find_session(token_hash(*token));
    });
}

std::optional<Response> AccessGate::admit(const Request& request, const http::Route& route) const {
    const ApiSettings& settings = services_.settings;
    if (settings.only_this_machine && !settings.keys_required && !is_own_host(request)) {
        return error_answer(request, {ErrorCode::not_permitted,
                                      "this service answers on this machine only; start it with "
                                      "--lan to use it from others"});
    }
    if (is_unsafe(request) && comes_from_foreign_page(request, settings)) {
        return error_answer(
            request, {ErrorCode::not_permitted, "another site may not change anything here"});
    }
    const Scope scope = scope_of(route);
    if (!settings.keys_required || scope == Scope::none) {
        return std::nullopt;
    }
    const auto key = key_of(request);
    if (!key) {
        return error_answer(request, key.error());
    }
    if (!*key) {
        return error_answer(request, {ErrorCode::not_signed_in,
                                      "this needs a key: open the pairing link, or send "
                                      "Authorization: Bearer ms_..."});
    }
    if (!covers((*key)->scopes, scope == Scope::read ? "read" : "upload")) {
        return error_answer(request, {ErrorCode::not_permitted, "this key may not do that"});
    }
    return std::nullopt;
}

}  // namespace mobilscan::api
