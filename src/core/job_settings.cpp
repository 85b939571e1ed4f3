#include "core/job_settings.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace mobilscan::core {
namespace {

tl::unexpected<Error> wrong(std::string_view word) {
    return failure(ErrorCode::usage,
                   "the job's settings hold \"" + std::string(word) + "\", which means nothing");
}

bool set_every(JobSettings& settings, std::string_view value) {
    const char* end = value.data() + value.size();
    const auto [stopped, error] = std::from_chars(value.data(), end, settings.every_frames);
    return error == std::errc() && stopped == end && settings.every_frames >= 1 &&
           settings.every_frames <= every_frames_max;
}

bool set_frames(JobSettings& settings, std::string_view value) {
    const auto selection = frame_selection_of(value);
    settings.frames = selection.value_or(settings.frames);
    return selection.has_value();
}

bool set_profile(JobSettings& settings, std::string_view value) {
    const auto profile = profile_of(value);
    settings.profile = profile.value_or(settings.profile);
    return profile.has_value();
}

bool set_barcodes(JobSettings& settings, std::string_view value) {
    settings.barcodes = value == "on";
    return value == "on" || value == "off";
}

bool set_languages(JobSettings& settings, std::string_view value) {
    const auto languages = parse_languages(value);
    settings.languages = languages.value_or(settings.languages);
    return languages.has_value();
}

struct Key {
    std::string_view name;
    bool (*set)(JobSettings& settings, std::string_view value);
};
constexpr std::array keys{Key{"every", set_every}, Key{"frames", set_frames},
                          Key{"profile", set_profile}, Key{"barcodes", set_barcodes},
                          Key{"languages", set_languages}};

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        if (space > 0) {
            found.push_back(text.substr(0, space));
        }
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return found;
}

}  // namespace

std::string to_text(const JobSettings& settings) {
    return "every=" + std::to_string(settings.every_frames) +
           " frames=" + std::string(name(settings.frames)) +
           " profile=" + std::string(name(settings.profile)) +
           " barcodes=" + (settings.barcodes ? "on" : "off") +
           " languages=" + settings.languages.codes;
}

Result<JobSettings> parse_job_settings(std::string_view text) {
    JobSettings settings;
    std::array<bool, keys.size()> seen{};
    for (const std::string_view word : words(text)) {
        const std::size_t equals = word.find('=');
        bool taken = false;
        for (std::size_t i = 0; i < keys.size() && equals != std::string_view::npos; ++i) {
            if (keys[i].name == word.substr(0, equals) && !seen[i]) {
                seen[i] = true;
                taken = keys[i].set(settings, word.substr(equals + 1));
            }
        }
        if (!taken) {
            return wrong(word);
        }
    }
    return settings;
}

}  // namespace mobilscan::core
