#include "cli/lan.h"

#include <algorithm>

#include "api/access_gate.h"
#include "cli/qr_code.h"
#include "store/access_store.h"

namespace mobilscan::cli {
namespace {

constexpr const char* links_name = "pairing links";

// The key behind all pairing links; each device that uses one gets a key of its own. Revoking this
// one ends the links that were not used yet.
Result<std::string> pairing_key(store::AccessStore& access) {
    const auto keys = access.keys();
    if (!keys) {
        return failure(keys.error());
    }
    const auto found = std::find_if(keys->begin(), keys->end(), [](const store::AccessKey& key) {
        return key.name == links_name && !key.is_revoked;
    });
    if (found != keys->end()) {
        return found->id;
    }
    const api::NewKey made = api::new_key(links_name, "read upload");
    return access.add_key(made.row, std::nullopt).map([&] { return made.row.id; });
}

}  // namespace

void apply_lan(config::Sources& sources) {
    // A flag wins over them, a variable or the file does not: --lan was asked for now.
    sources.flags.try_emplace("host", "0.0.0.0");
    sources.flags.try_emplace("auth", "keys");
}

Result<std::string> pairing_link(const Service& service, const std::string& base) {
    auto connection = service.database->connect();
    if (!connection) {
        return failure(connection.error());
    }
    store::AccessStore access(**connection);
    const std::string token = api::new_token();
    return pairing_key(access)
        .and_then([&](const std::string& key_id) {
            return access.add_pairing(api::token_hash(token), key_id, api::pairing_lifetime);
        })
        .map([&] { return base + "/pair/" + token; });
}

std::string invitation(const std::string& link, const std::string& local_link,
                       const std::string& fingerprint) {
    std::string text = "\nOn a phone in the same network, scan this or open the link:\n\n";
    text += qr_code(link) + "\n  " + link + "\n\n";
    text += "On this machine:\n\n  " + local_link + "\n\n";
    text += "Each link works once, for 15 minutes; `mobilscan keys pair` makes another.\n";
    if (!fingerprint.empty()) {
        text +=
            "The browser will warn that it does not know the certificate, as it was made on this\n"
            "machine. Its SHA-256 fingerprint, to compare:\n\n  " +
            fingerprint.substr(0, 47) + "\n  " + fingerprint.substr(48) + "\n";
    }
    return text + "\n";
}

}  // namespace mobilscan::cli
