// The certificate of the service: given, or made here once and kept in the data folder.
#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "core/result.h"
#include "http/server.h"

namespace mobilscan::cli {

// The files that tls_cert and tls_key name. Errors: file_not_found, file_unreadable.
[[nodiscard]] Result<http::TlsIdentity> given_certificate(const config::Config& config);

// The self-made one for these names: that of DATA_DIR/tls when it is for the same ones and not
// about to expire, else a fresh one that is kept there (mode 0600). Errors: storage_failed.
[[nodiscard]] Result<http::TlsIdentity> own_certificate(const config::Config& config,
                                                        const std::vector<std::string>& names);

}  // namespace mobilscan::cli
