#include "blobs/names.h"

#include <algorithm>

#include "core/check.h"

namespace mobilscan::blobs {
namespace {

constexpr std::size_t part_characters_max = 200;

bool is_part(std::string_view part) noexcept {
    const auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    };
    return !part.empty() && part.size() <= part_characters_max && part.front() != '.' &&
           std::all_of(part.begin(), part.end(), is_allowed);
}

}  // namespace

std::string frame_name(std::string_view job_id, std::int64_t frame_number) {
    CHECK(frame_number >= 0);
    constexpr std::size_t digits_min = 6;
    const std::string digits = std::to_string(frame_number);
    const std::string zeros(digits_min - std::min(digits_min, digits.size()), '0');
    return std::string(job_id) + "/frame_" + zeros + digits + ".jpg";
}

std::string crop_name(std::string_view job_id, std::string_view item_id) {
    return std::string(job_id) + "/crop_" + std::string(item_id) + ".jpg";
}

std::string poster_name(std::string_view job_id) {
    return std::string(job_id) + "/poster.jpg";
}

bool is_folder_name(std::string_view name) noexcept {
    return is_part(name);
}

bool is_blob_name(std::string_view name) noexcept {
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos) {
        return is_part(name);
    }
    return is_part(name.substr(0, slash)) && is_part(name.substr(slash + 1));
}

}  // namespace mobilscan::blobs
