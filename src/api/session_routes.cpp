// Browser sessions, and the link that pairs a phone.
#include <ctime>

#include "api/access_gate.h"
#include "api/handler.h"
#include "api/html.h"
#include "api/routes.h"
#include "api/settings_form.h"
#include "core/limits.h"
#include "core/utc_time.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

Json session_json(const Services& services, const std::optional<store::AccessKey>& key) {
    const bool required = services.settings.keys_required;
    Json scopes = Json::array();
    for (const char* scope : {"read", "upload", "admin"}) {
        if (!required || (key && covers(key->scopes, scope))) {
            scopes.push_back(scope);
        }
    }
    return {{"required", required},
            {"authenticated", !required || key.has_value()},
            {"scopes", std::move(scopes)}};
}

std::string cookie(const Request& request, const std::string& token, std::chrono::seconds age) {
    return std::string(session_cookie) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" +
           (request.secure ? "; Secure" : "") + "; Max-Age=" + std::to_string(age.count());
}

// Signs the browser in and puts the cookie into the answer.
Result<void> begin_session(const Services& services, const Request& request,
                           const store::AccessKey& key, Response& response) {
    const std::string token = new_token();
    auto added = with_store(services, [&](store::sql::Connection& connection) {
        return store::AccessStore(connection)
            .add_session(token_hash(token), key.id, session_lifetime);
    });
    if (added) {
        response.with("Set-Cookie", cookie(request, token, session_lifetime));
    }
    return added;
}

Result<Response> sign_in(const Request& request, const Services& services, const AccessGate& gate) {
    const auto json = parsed_json(request.body);
    if (!json) {
        return failure(json.error());
    }
    const bool fits = json->is_object() && json->size() == 1 && json->contains("key") &&
                      (*json)["key"].is_string();
    if (!fits) {
        return failure(ErrorCode::invalid_value, R"(the body must be {"key": "ms_..."})");
    }
    const auto key = gate.key_of_text((*json)["key"].get<std::string>());
    if (!key) {
        return failure(key.error());
    }
    if (!*key) {
        return failure(ErrorCode::not_signed_in, "this key is wrong, has expired or was revoked");
    }
    Response response = json_answer(status_ok, session_json(services, *key));
    return begin_session(services, request, **key, response).map([&] {
        return std::move(response);
    });
}

Result<Response> sign_out(const Request& request, const Services& services) {
    if (const auto token = request.cookie(session_cookie)) {
        auto removed = with_store(services, [&](store::sql::Connection& connection) {
            return store::AccessStore(connection).remove_session(token_hash(*token));
        });
        if (!removed) {
            return failure(removed.error());
        }
    }
    Response response = json_answer(status_ok, session_json(services, std::nullopt));
    response.with("Set-Cookie", cookie(request, "", std::chrono::seconds(0)));
    return response;
}

// A page, as a person opens the link.
Response used_link() {
    constexpr int gone = 410;
    return small_page(gone, "This link was used before, or is too old",
                      "<p>Restart the service with <code>./run --lan</code>, or run "
                      "<code>mobilscan keys pair</code>, for a new one.</p>");
}

// Opening the link must not use it up: messengers fetch links to show a preview. The page sends
// itself on, which previews do not do.
Response pairing_page() {
    return small_page(status_ok, "Pair this device with the scanner",
                      "<form method=\"post\"><button>Pair this device</button></form>",
                      "document.forms[0].submit()")
        .with("Referrer-Policy", "same-origin");  // else the form would come from nowhere
}

// What a person tells the device by in the list of keys.
std::string device_name(const Request& request) {
    constexpr std::int64_t us_per_second = 1'000'000;
    constexpr std::size_t minutes = 16;  // of "2025-12-07 10:11:12"
    const std::string_view agent = request.header("user-agent");
    std::string kind = "device";
    for (const char* known : {"iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"}) {
        if (agent.find(known) != std::string_view::npos) {
            kind = known;
            break;
        }
    }
    return kind + " paired " +
           core::utc_text(std::time(nullptr) * us_per_second, ' ').substr(0, minutes);
}

// A key of the device's own, so that a lost phone can be shut out alone. Its secret is nowhere.
Result<store::AccessKey> key_for_device(const Services& services, const Request& request,
                                        const std::string& scopes) {
    store::AccessKey key = new_key(device_name(request), scopes).row;
    return with_store(services,
                      [&](store::sql::Connection& connection) {
                          return store::AccessStore(connection).add_key(key, std::nullopt);
                      })
        .map([&] { return std::move(key); });
}

Result<Response> pair(const Request& request, const Services& services) {
    const std::string hash = token_hash(request.captured.at("token"));
    const auto key = with_store(services, [&](store::sql::Connection& connection) {
        return store::AccessStore(connection).take_pairing(hash);
    });
    if (!key) {
        return failure(key.error());
    }
    if (!*key) {
        return used_link();
    }
    Response response = http::text_response(303, "text/plain", "");
    response.with("Location", "/").with("Cache-Control", "no-store");
    return key_for_device(services, request, (*key)->scopes)
        .and_then([&](const store::AccessKey& own) {
            return begin_session(services, request, own, response);
        })
        .map([&] { return std::move(response); });
}

}  // namespace

void add_session_routes(http::Router& router, const Services& services, const AccessGate& gate) {
    router.add({"GET", "/api/v1/session", answering([&](const Request& request) {
                    return gate.key_of(request).map([&](const auto& key) {
                        return json_answer(status_ok, session_json(services, key));
                    });
                }),
                0});
    router.add({"POST", "/api/v1/session",
                answering([&](const Request& request) { return sign_in(request, services, gate); }),
                limits::json_body_bytes_max});
    router.add({"DELETE", "/api/v1/session",
                answering([&](const Request& request) { return sign_out(request, services); }), 0});
    router.add({"GET", "/pair/{token}",
                http::Handler([](const Request& /*request*/) { return pairing_page(); }), 0});
    router.add({"POST", "/pair/{token}",
                answering([&](const Request& request) { return pair(request, services); }), 0});
}

}  // namespace mobilscan::api
