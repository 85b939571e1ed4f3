// mobilscan keys: who may use the service.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>

#include "api/access_gate.h"
#include "cli/command.h"
#include "cli/data_lock.h"
#include "cli/lan.h"
#include "cli/network_address.h"
#include "cli/service.h"
#include "cli/service_options.h"
#include "core/loopback.h"
#include "core/text.h"
#include "core/utc_time.h"
#include "store/access_store.h"

namespace mobilscan::cli {
namespace {

constexpr std::array<std::string_view, 1> data_flag{"--data"};
constexpr std::array<std::string_view, 3> pair_flags{"--data", "--host", "--web-port"};
constexpr int hours_per_day = 24;

struct KeysCommand {
    config::Sources sources;
    std::string name;
    std::string scopes = "read upload";
    int days = 0;
    std::string id;
    bool plain = false;
};

// "read,upload" and "read upload" alike. Error: usage.
Result<std::string> checked_scopes(std::string text) {
    std::replace(text.begin(), text.end(), ',', ' ');
    std::istringstream words(text);
    std::string scopes;
    for (std::string word; words >> word;) {
        if (word != "read" && word != "upload" && word != "admin") {
            return failure(core::ErrorCode::usage,
                           "there is no scope '" + word + "'; there are read, upload and admin");
        }
        scopes += (scopes.empty() ? "" : " ") + word;
    }
    if (scopes.empty()) {
        return failure(core::ErrorCode::usage, "a key needs a scope: read, upload or admin");
    }
    return scopes;
}

Result<int> create(const KeysCommand& command, store::AccessStore& access) {
    const auto scopes = checked_scopes(command.scopes);
    if (!scopes) {
        return failure(scopes.error());
    }
    const api::NewKey key = api::new_key(command.name, *scopes);
    std::optional<std::chrono::seconds> lifetime;
    if (command.days > 0) {
        lifetime = std::chrono::hours(hours_per_day) * command.days;
    }
    return access.add_key(key.row, lifetime).map([&] {
        std::fprintf(stderr, "The key is shown this once; keep it like a password.\n");
        std::printf("%s\n", key.text.c_str());
        return exit_done;
    });
}

Result<int> list(const KeysCommand& /*command*/, store::AccessStore& access) {
    return access.keys().map([](const std::vector<store::AccessKey>& keys) {
        constexpr std::size_t minutes = 16;  // of "2025-12-07 10:11:12.123456"
        if (keys.empty()) {
            std::fprintf(stderr, "There are no keys yet: mobilscan keys create NAME makes one.\n");
        }
        for (const store::AccessKey& key : keys) {
            const std::string state =
                key.is_revoked ? "revoked"
                : key.expires_at_us
                    ? "until " + core::utc_text(*key.expires_at_us, ' ').substr(0, minutes)
                    : "valid";
            fmt::print("{}  {}  {:<24}  {:<22}  {}\n", key.id,
                       core::utc_text(key.created_at_us, ' ').substr(0, minutes), key.scopes, state,
                       core::printable(key.name));
        }
        return exit_done;
    });
}

Result<int> revoke(const KeysCommand& command, store::AccessStore& access) {
    return access.revoke_key(command.id).map([&](bool done) {
        if (!done) {
            print_note("", "there is no valid key with the id '" + core::printable(command.id) +
                               "'; mobilscan keys list shows them");
        }
        return done ? exit_done : exit_input_failed;
    });
}

int finish(const Result<int>& done) {
    if (!done) {
        print_error("", done.error());
        return core::info(done.error().code).exit_code;
    }
    return *done;
}

using Action = Result<int> (*)(const KeysCommand& command, store::AccessStore& access);

int run(const KeysCommand& command, Action action) {
    return finish(load_config(command.sources)
                      .and_then(open_existing_service)
                      .and_then([&](const Service& service) {
                          return service.database->connect().and_then([&](const auto& connection) {
                              store::AccessStore access(*connection);
                              return action(command, access);
                          });
                      }));
}

// Of the service that runs; else what the settings would make it.
ServiceAddress address_of(const KeysCommand& command, const config::Config& config) {
    if (auto running = DataLock::holder(config.data_dir)) {
        return *std::move(running);
    }
    ServiceAddress address;
    address.secure = !command.plain;
    address.host = config.host;
    address.page_port = static_cast<std::uint16_t>(config.web_port);
    print_note("", fmt::format("no service runs on this data folder; the link is for {} on port {}",
                               address.secure ? "https" : "http", address.page_port));
    return address;
}

Result<int> pair(const KeysCommand& command, const config::Config& config) {
    const auto service = open_existing_service(config);
    if (!service) {
        return failure(service.error());
    }
    const ServiceAddress address = address_of(command, config);
    const auto base = [&](const std::string& host) {
        return fmt::format("{}://{}:{}", address.secure ? "https" : "http", host,
                           address.page_port);
    };
    const bool is_named = !core::is_loopback(address.host) && address.host != "0.0.0.0";
    const auto addresses = network_addresses();
    const auto link = pairing_link(*service, base(is_named            ? address.host
                                                  : addresses.empty() ? "127.0.0.1"
                                                                      : addresses.front()));
    const auto local = pairing_link(*service, base("127.0.0.1"));
    if (!link || !local) {
        return failure(link ? local.error() : link.error());
    }
    if (core::is_loopback(address.host)) {
        print_note("", "the service listens on this machine only; --lan lets phones in");
    }
    std::fputs(invitation(*link, *local, "").c_str(), stdout);
    return exit_done;
}

int run_pair(const KeysCommand& command) {
    return finish(load_config(command.sources).and_then([&](const config::Config& config) {
        return pair(command, config);
    }));
}

}  // namespace

void add_keys(CLI::App& program, int& exit_code) {
    auto command = std::make_shared<KeysCommand>();
    CLI::App* keys = program.add_subcommand("keys", "Who may use the service");
    keys->require_subcommand(1);
    const auto sub = [&](const char* name, const char* help, Action action) {
        CLI::App* added = keys->add_subcommand(name, help);
        add_service_flags(*added, command->sources, data_flag);
        added->callback([command, action, &exit_code] { exit_code = run(*command, action); });
        return added;
    };
    CLI::App* creating = sub("create", "Make a key; it is printed once", create);
    creating->add_option("NAME", command->name, "What the key is for")
        ->required()
        ->option_text(" ");
    creating
        ->add_option("--scopes", command->scopes,
                     "read, upload, admin, with commas between; default: read,upload")
        ->option_text("LIST");
    creating->add_option("--days", command->days, "How long it is valid; default: until revoked")
        ->check(CLI::Range(1, 36'500))
        ->option_text("N");
    sub("list", "Show the keys, without their secrets", list);
    CLI::App* revoking = sub("revoke", "End a key and the sessions that began with it", revoke);
    revoking->add_option("ID", command->id, "As keys list shows it")->required()->option_text(" ");
    CLI::App* pairing = keys->add_subcommand("pair", "Make a one-time link that signs a phone in");
    add_service_flags(*pairing, command->sources, pair_flags);
    pairing->add_flag("--no-tls", command->plain, "When no service runs: it will be without TLS");
    pairing->callback([command, &exit_code] { exit_code = run_pair(*command); });
}

}  // namespace mobilscan::cli
