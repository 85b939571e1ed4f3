// The keys of the queue. The list's name is the original product's; the braces put all of them into
// one slot of a cluster. Internal to queue/.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace mobilscan::queue::keys {

inline constexpr std::string_view list = "video_queue";                     // messages, newest left
inline constexpr std::string_view segments = "{video_queue}:segments";      // rings of ours
inline constexpr std::string_view workers = "{video_queue}:workers";        // a set of names
inline constexpr std::string_view dead = "{video_queue}:dead";              // rejected messages
inline constexpr std::string_view generation = "{video_queue}:generation";  // there: data is whole
inline constexpr std::string_view events = "{video_queue}:events";          // a channel

// What a worker holds.
[[nodiscard]] inline std::string held_by(const std::string& worker) {
    return "{video_queue}:processing:" + worker;
}

// A worker's sign of life, which runs out.
[[nodiscard]] inline std::string life_of(const std::string& worker) {
    return "{video_queue}:hb:" + worker;
}
inline constexpr std::chrono::milliseconds life{15'000};
inline constexpr std::chrono::milliseconds life_interval{5'000};

}  // namespace mobilscan::queue::keys
