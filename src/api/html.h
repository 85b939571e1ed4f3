// Documents in HTML, each with a policy of its own that lets only marked styles and scripts run.
// Internal to api/.
#pragma once

#include <string>

#include "http/message.h"

namespace mobilscan::api {

// A random mark for the styles and scripts of one document.
[[nodiscard]] std::string new_nonce();

// A small page that needs nothing else: `heading`, then `body` (HTML), then a script, if any. It is
// never cached, and a form in it may only go to this service.
[[nodiscard]] http::Response small_page(int status, const std::string& heading,
                                        const std::string& body, const std::string& script = "");

}  // namespace mobilscan::api
