#include "queue/messages.h"

#include <nlohmann/json.hpp>

namespace mobilscan::queue {
namespace {

constexpr std::size_t message_bytes_max = 16 << 10;

std::optional<std::string> text_of(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                       : std::nullopt;
}

}  // namespace

std::string encoded(const Announcement& job) {
    const nlohmann::ordered_json object = {
        {"job_id", job.job_id}, {"video_path", job.video_path}, {"video_name", job.video_name}};
    return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::optional<Announcement> decoded(const std::string& message) {
    if (message.size() > message_bytes_max) {
        return std::nullopt;
    }
    constexpr bool throws = false;
    const auto object = nlohmann::json::parse(message, nullptr, throws);
    if (!object.is_object()) {
        return std::nullopt;
    }
    auto job_id = text_of(object, "job_id");
    auto path = text_of(object, "video_path");
    if (!job_id || job_id->empty() || !path) {
        return std::nullopt;
    }
    auto name = text_of(object, "video_name");
    if (!name) {
        name = path->substr(path->rfind('/') + 1);
    }
    return Announcement{*std::move(job_id), *std::move(path), *std::move(name)};
}

}  // namespace mobilscan::queue
