#include "decoder/timeline.h"

#include <algorithm>
#include <utility>

#include "core/check.h"

namespace mobilscan::decoder {
namespace {

constexpr std::int64_t time_max_us = 1'000'000'000'000'000;  // 31 years: no sum can overflow

std::int64_t microseconds(std::int64_t units, TimeBase base) {
    const long double us =
        static_cast<long double>(units) * 1e6L * base.numerator / base.denominator;
    if (us > static_cast<long double>(time_max_us)) {
        return time_max_us;
    }
    return static_cast<std::int64_t>(us + 0.5L);
}

std::int64_t distance(std::int64_t from, std::int64_t to) {
    std::int64_t result = 0;
    return __builtin_sub_overflow(to, from, &result) ? std::numeric_limits<std::int64_t>::max()
                                                     : result;
}

// Raw packets that are shown, in file order.
std::vector<std::int32_t> shown_packets(std::span<const RawPacket> packets) {
    std::vector<std::int32_t> shown;
    for (std::size_t i = 0; i < packets.size(); ++i) {
        if (packets[i].shown) {
            shown.push_back(static_cast<std::int32_t>(i));
        }
    }
    return shown;
}

// The times of the frames, by frame number, in container units; empty where there are none.
std::vector<std::int64_t> known_times(std::span<const RawPacket> packets,
                                      std::span<const std::int32_t> order, bool by_dts) {
    std::vector<std::int64_t> times;
    times.reserve(order.size());
    for (const std::int32_t i : order) {
        const RawPacket& packet = packets[static_cast<std::size_t>(i)];
        times.push_back(by_dts ? packet.dts : packet.pts);
    }
    if (std::find(times.begin(), times.end(), no_time) != times.end()) {
        return {};
    }
    std::sort(times.begin(), times.end());
    return times;
}

// Strictly rising microseconds from 0; repeated times are pushed on by one microsecond.
std::vector<std::int64_t> rising_times(std::span<const std::int64_t> times, std::size_t frames,
                                       const TimelineSettings& settings) {
    std::vector<std::int64_t> rising;
    rising.reserve(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        std::int64_t us = static_cast<std::int64_t>(i) * settings.usual_frame_us;
        if (!times.empty()) {
            us = microseconds(distance(times.front(), times[i]), settings.base);
        }
        rising.push_back(rising.empty() ? 0 : std::max(us, rising.back() + 1));
    }
    return rising;
}

}  // namespace

Timeline make_timeline(std::span<const RawPacket> packets, const TimelineSettings& settings) {
    std::vector<std::int32_t> order = shown_packets(packets);
    CHECK(!order.empty());
    CHECK(settings.base.numerator > 0 && settings.base.denominator > 0);
    const auto packet = [&](std::int32_t i) -> const RawPacket& {
        return packets[static_cast<std::size_t>(i)];
    };

    Timeline timeline;
    timeline.numbered_by_output =
        settings.times_are_guessed || std::any_of(order.begin(), order.end(), [&](std::int32_t i) {
            return packet(i).pts == no_time;
        });
    if (!timeline.numbered_by_output) {
        std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
            return std::pair(packet(a).pts, a) < std::pair(packet(b).pts, b);
        });
    }
    const std::vector<std::int64_t> times = rising_times(
        known_times(packets, order, timeline.numbered_by_output), order.size(), settings);

    timeline.number.assign(packets.size(), -1);
    timeline.frames.reserve(order.size());
    for (std::size_t n = 0; n < order.size(); ++n) {
        const RawPacket& raw = packet(order[n]);
        const bool start = raw.key && (n == 0 || !timeline.numbered_by_output);
        timeline.number[static_cast<std::size_t>(order[n])] = static_cast<std::int32_t>(n);
        timeline.frames.push_back({times[n], raw.bytes, start});
    }

    const std::int64_t told =
        microseconds(std::max<std::int64_t>(packet(order.back()).duration, 0), settings.base);
    timeline.duration_us = times.back() + (told > 0 ? told : settings.usual_frame_us);
    return timeline;
}

}  // namespace mobilscan::decoder
