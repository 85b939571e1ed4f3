#include "core/clock_time.h"

namespace mobilscan::core {
namespace {

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string clock_time(std::int64_t microseconds) {
    const std::int64_t hundredths = (microseconds + 5'000) / 10'000;
    const std::int64_t minutes = hundredths / 6'000;
    const std::string rest = two_digits(hundredths / 100 % 60) + "." + two_digits(hundredths % 100);
    return minutes < 60
               ? std::to_string(minutes) + ":" + rest
               : std::to_string(minutes / 60) + ":" + two_digits(minutes % 60) + ":" + rest;
}

}  // namespace mobilscan::core
