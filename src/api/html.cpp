#include "api/html.h"

#include <sodium.h>

#include <array>

namespace mobilscan::api {
namespace {

constexpr const char* style =
    ":root{color-scheme:light dark}"
    "body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto 0;"
    "padding:0 1.25rem}"
    "h1{font-size:1.5rem;line-height:1.25}"
    "button{font:inherit;font-weight:600;padding:.75rem 1.5rem;border:0;border-radius:.5rem;"
    "background:#1c5d99;color:#fff;min-height:3rem;cursor:pointer}"
    "code{padding:.1rem .3rem;border-radius:.25rem;background:#8883}";

}  // namespace

std::string new_nonce() {
    constexpr std::size_t nonce_bytes = 16;
    std::array<unsigned char, nonce_bytes> random{};
    std::array<char, 2 * nonce_bytes + 1> text{};
    randombytes_buf(random.data(), random.size());
    sodium_bin2hex(text.data(), text.size(), random.data(), random.size());
    return text.data();
}

http::Response small_page(int status, const std::string& heading, const std::string& body,
                          const std::string& script) {
    const std::string nonce = new_nonce();
    std::string text =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\">"
        "<title>Mobile Industrial Scanner</title><style nonce=\"" +
        nonce + "\">" + style + "</style><main><h1>" + heading + "</h1>" + body + "</main>";
    if (!script.empty()) {
        text += "<script nonce=\"" + nonce + "\">" + script + "</script>";
    }
    return http::text_response(status, "text/html; charset=utf-8", text + "</html>\n")
        .with("Content-Security-Policy", "default-src 'none'; style-src 'nonce-" + nonce +
                                             "'; script-src 'nonce-" + nonce +
                                             "'; form-action 'self'; frame-ancestors 'none'; "
                                             "base-uri 'none'")
        .with("Cache-Control", "no-store");
}

}  // namespace mobilscan::api
