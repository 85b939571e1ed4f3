// Whether a file is the video that its name says. Pure. Internal to api/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mobilscan::api {

[[nodiscard]] const std::vector<std::string>& video_extensions();
// Those of the original product, whose upload takes and names these and no others.
[[nodiscard]] const std::vector<std::string>& original_video_extensions();

// ".mp4" of "Clip.MP4"; nothing for other extensions than these.
[[nodiscard]] std::optional<std::string> video_extension(std::string_view file_name,
                                                         const std::vector<std::string>& all);

inline constexpr std::size_t magic_bytes = 12;

// Why a file that begins with these bytes (at least magic_bytes of them, or all it has) is not a
// video of that extension; nothing when it is.
[[nodiscard]] std::optional<std::string> magic_fault(std::string_view extension,
                                                     std::string_view first_bytes);

}  // namespace mobilscan::api
