// The names of stored files. Pure. All are made by this program: nothing that a client chose.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mobilscan::blobs {

// "{job_id}/frame_{n:06d}.jpg", n being the frame's index in the video.
[[nodiscard]] std::string frame_name(std::string_view job_id, std::int64_t frame_number);

// "{job_id}/crop_{item_id}.jpg": the best picture of an item.
[[nodiscard]] std::string crop_name(std::string_view job_id, std::string_view item_id);

// "{job_id}/poster.jpg": the first sample, small, for lists of jobs.
[[nodiscard]] std::string poster_name(std::string_view job_id);

// True for one or two parts, with a slash between, of letters, digits, '-', '_' and '.', each at
// most 200 characters and not beginning with a dot.
[[nodiscard]] bool is_blob_name(std::string_view name) noexcept;

// True for such a name of one part: what may be a job's folder.
[[nodiscard]] bool is_folder_name(std::string_view name) noexcept;

}  // namespace mobilscan::blobs
