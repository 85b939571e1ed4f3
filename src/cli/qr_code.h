// A QR code on a terminal. libqrencode is used here and nowhere else.
#pragma once

#include <string>

namespace mobilscan::cli {

// The text as a QR code of half blocks, black on white whatever colours the terminal has, with its
// quiet zone. Empty when the text is too long for one.
[[nodiscard]] std::string qr_code(const std::string& text);

}  // namespace mobilscan::cli
