#include "cli/web_service.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <utility>

#include "api/routes.h"
#include "cli/command.h"
#include "cli/engine_options.h"
#include "cli/network_address.h"
#include "cli/service_options.h"
#include "cli/version.h"
#include "core/loopback.h"
#include "media/decoder_check.h"

namespace mobilscan::cli {
namespace {

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts;
    std::istringstream text(list);
    for (std::string part; std::getline(text, part, ',');) {
        part.erase(0, part.find_first_not_of(' '));
        part.erase(part.find_last_not_of(' ') + 1);
        if (!part.empty()) {
            parts.push_back(part);
        }
    }
    return parts;
}

// What the settings name, else what lies beside the program, if it is there.
std::string beside_program(const std::string& named, const std::string& name) {
    if (!named.empty()) {
        return named;
    }
    std::error_code error;
    const auto path = folder_of_the_program() / name;
    return std::filesystem::exists(path, error) ? path.string() : "";
}

api::ApiSettings api_settings(const config::Config& config) {
    constexpr std::int64_t mebibyte = 1 << 20;
    api::ApiSettings settings;
    settings.version = MOBILSCAN_VERSION;
    settings.database = config.postgres_url().empty() ? "sqlite" : "postgresql";
    settings.defaults = default_settings(config);
    settings.upload_bytes_max = config.upload_mb_max * mebibyte;
    settings.disk_refuse_percent = config.disk_refuse_percent;
    settings.keys_required = config.auth == "keys";
    // Behind a proxy that is named, requests come for whatever name the proxy has.
    settings.only_this_machine = core::is_loopback(config.host) && config.trusted_proxies.empty();
    const auto tier = media::decoder_sandbox_tier(decoder_settings(engine_options(config)));
    settings.sandbox_tier = tier.value_or(0);
    settings.cors_origins = split(config.cors_origins);
    settings.sample_video = beside_program(config.sample_video, "samples/plate.mp4");
    settings.web_folder = beside_program(config.web_dir, "web");
    return settings;
}

// Of services on one machine Redis has no part.
std::unique_ptr<redis::Cache> open_cache(const config::Config& config) {
    if (config.postgres_url().empty() || config.redis_url.empty()) {
        return nullptr;
    }
    const auto address = redis::parse_address(config.redis_url);
    return address ? std::make_unique<redis::Cache>(*address) : nullptr;
}

api::SharedCache shared(redis::Cache& cache) {
    static constexpr std::chrono::hours time_to_live{1};
    return {[&cache](const std::string& key) { return cache.find(key); },
            [&cache](const std::string& key, const std::string& value) {
                cache.keep(key, value, time_to_live);
            }};
}

}  // namespace

WebService::WebService(const config::Config& config, const Service& service, WebOptions options)
    : connections_(*service.database),
      shared_cache_(open_cache(config)),
      results_(shared_cache_ ? shared(*shared_cache_) : api::SharedCache{}),
      services_{connections_, service.videos,    service.frames,  events_,
                results_,     *service.doorbell, options.workers, api_settings(config)},
      gate_(services_),
      options_(std::move(options)) {}

WebService::~WebService() {
    stop(std::chrono::milliseconds(0));
}

Result<std::unique_ptr<WebService>> WebService::start(const config::Config& config,
                                                      const Service& service, WebOptions options) {
    std::unique_ptr<WebService> web(new WebService(config, service, std::move(options)));
    return web->listen(config).map([&] { return std::move(web); });
}

Result<void> WebService::listen(const config::Config& config) {
    api::add_api(api_router_, services_, gate_);
    api::add_original_root(api_router_, services_);
    const auto page = api::load_page(services_.settings.web_folder);
    if (page) {
        api::add_docs(api_router_, *page);
    }
    http::ServerOptions server;
    server.hooks = api::server_hooks(services_, gate_);
    server.trusted_proxies = split(config.trusted_proxies);
    server.listeners.push_back(
        {config.host, static_cast<std::uint16_t>(config.port), &api_router_, options_.tls});
    if (options_.with_page) {
        api::add_api(page_router_, services_, gate_);
        if (page) {
            api::add_page(page_router_, *page);
        } else {
            print_warning("", page.error().message);
            api::add_original_root(page_router_, services_);
        }
        server.listeners.push_back({config.host, static_cast<std::uint16_t>(config.web_port),
                                    &page_router_, options_.tls});
    }
    pump_ = std::make_unique<api::EventPump>(connections_, events_, services_.doorbell);
    return http::Server::start(std::move(server)).map([&](std::unique_ptr<http::Server> started) {
        server_ = std::move(started);
    });
}

std::uint16_t WebService::api_port() const {
    return server_->port(0);
}

std::uint16_t WebService::page_port() const {
    return server_->port(options_.with_page ? 1 : 0);
}

void WebService::stop(std::chrono::milliseconds grace) {
    events_.close();
    if (server_) {
        server_->stop(grace);
    }
    pump_.reset();
}

}  // namespace mobilscan::cli
