// A certificate of one's own making, for a network without a certificate authority.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "http/server.h"

namespace mobilscan::http {

// A fresh P-256 key with a certificate that it signed itself, valid for `days`, for these host
// names and addresses (the first is its common name). Error: storage_failed when the library
// cannot make one.
[[nodiscard]] Result<TlsIdentity> make_self_signed(const std::vector<std::string>& names, int days);

// The SHA-256 of the certificate as browsers show it, "AB:CD:...". Empty for what is no
// certificate.
[[nodiscard]] std::string certificate_fingerprint(const std::string& certificate_pem);

}  // namespace mobilscan::http
