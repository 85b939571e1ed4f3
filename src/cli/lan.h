// LAN mode: the service for phones on the same network.
#pragma once

#include <string>

#include "cli/service.h"
#include "config/config.h"
#include "core/result.h"

namespace mobilscan::cli {

// What LAN mode changes where the settings say nothing: all addresses, keys on.
void apply_lan(config::Sources& sources);

// A link that signs one browser in, once and for a quarter of an hour; its key is made when there
// is none yet. `base` is "https://192.0.2.7:8501". Errors: store_*.
[[nodiscard]] Result<std::string> pairing_link(const Service& service, const std::string& base);

// The same for people: where to open it, a QR code, and what the browser will say of a
// certificate that was made here.
[[nodiscard]] std::string invitation(const std::string& link, const std::string& local_link,
                                     const std::string& fingerprint);

}  // namespace mobilscan::cli
