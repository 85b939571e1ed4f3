#include "scan/read_ahead.h"

#include <utility>

namespace mobilscan::scan {

Result<std::optional<std::int64_t>> ReadAhead::peek() {
    while (more_ && *more_ && !readers_.full() && !readers_.ready()) {
        more_ = source_.next().map([this](std::optional<image::Frame>&& frame) {
            if (!frame) {
                return false;
            }
            readers_.add(*std::move(frame));
            return true;
        });
    }
    if (!readers_.empty()) {
        return readers_.first_number();
    }
    return more_.map([](bool) { return std::optional<std::int64_t>(); });
}

Result<std::optional<ReadFrame>> ReadAhead::next() {
    return peek().map([this](std::optional<std::int64_t> number) {
        return number ? std::optional<ReadFrame>(readers_.next()) : std::nullopt;
    });
}

}  // namespace mobilscan::scan
