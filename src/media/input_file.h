// Opening a media file for the decoder: regular files only, so that no pipe or device can make
// the program wait, and with words that say what is wrong.
#pragma once

#include <filesystem>

#include "core/descriptor.h"
#include "core/result.h"

namespace mobilscan::media {

// Open for reading, not inherited by other programs. Follows symbolic links.
// Errors: file_not_found, file_unreadable (no permission, no regular file, empty).
[[nodiscard]] Result<core::Descriptor> open_input(const std::filesystem::path& path);

// Whether an open file is one that the decoder may get. Errors: file_unreadable.
[[nodiscard]] Result<void> check_input(const core::Descriptor& file);

}  // namespace mobilscan::media
