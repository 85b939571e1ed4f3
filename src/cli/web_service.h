// WebService: page and API over HTTP, on two ports, with everything that they stand on.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/access_gate.h"
#include "api/event_pump.h"
#include "api/services.h"
#include "cli/service.h"
#include "config/config.h"
#include "core/result.h"
#include "http/server.h"
#include "redis/cache.h"

namespace mobilscan::cli {

struct WebOptions {
    std::optional<http::TlsIdentity> tls;
    std::function<api::WorkersState()> workers;
    bool with_page = true;  // else the API's port alone
};

class WebService {
public:
    // Answers from here on. `service` must outlive it. Errors: usage (ports, certificate).
    [[nodiscard]] static Result<std::unique_ptr<WebService>> start(const config::Config& config,
                                                                   const Service& service,
                                                                   WebOptions options);
    ~WebService();

    [[nodiscard]] std::uint16_t api_port() const;
    [[nodiscard]] std::uint16_t page_port() const;  // the API's when there is no page

    // No more connections; what runs has `grace` to end.
    void stop(std::chrono::milliseconds grace);

private:
    WebService(const config::Config& config, const Service& service, WebOptions options);
    [[nodiscard]] Result<void> listen(const config::Config& config);

    store::ConnectionPool connections_;
    http::EventHub events_;
    std::unique_ptr<redis::Cache> shared_cache_;  // where there is Redis
    api::ResultCache results_;
    api::Services services_;
    api::AccessGate gate_;
    http::Router api_router_;
    http::Router page_router_;
    WebOptions options_;
    std::unique_ptr<api::EventPump> pump_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace mobilscan::cli
