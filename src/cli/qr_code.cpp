#include "cli/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace mobilscan::cli {
namespace {

constexpr int quiet_zone = 2;  // modules; four are asked for, readers manage with two
constexpr std::string_view black_on_white = "\x1b[30;107m";
constexpr std::string_view as_before = "\x1b[0m";

bool is_dark(const QRcode& code, int x, int y) {
    const bool inside = x >= 0 && y >= 0 && x < code.width && y < code.width;
    return inside && (code.data[y * code.width + x] & 1) != 0;
}

}  // namespace

std::string qr_code(const std::string& text) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1), &QRcode_free);
    if (!code) {
        return "";
    }
    std::string drawn;
    // Two rows of modules share one row of characters.
    for (int y = -quiet_zone; y < code->width + quiet_zone; y += 2) {
        drawn += black_on_white;
        for (int x = -quiet_zone; x < code->width + quiet_zone; ++x) {
            const bool upper = is_dark(*code, x, y);
            const bool lower = is_dark(*code, x, y + 1);
            drawn += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        drawn += as_before;
        drawn += '\n';
    }
    return drawn;
}

}  // namespace mobilscan::cli
