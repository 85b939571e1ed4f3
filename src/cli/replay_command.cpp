// mobilscan replay: items from readings that were kept, without a video.
//
// What `scan --no-items --characters --format json` wrote is read again and its readings are
// followed as scan follows them: for tests of recorded scans, and to compare rules in seconds.
#include <cmath>
#include <fstream>
#include <utility>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/output_file.h"
#include "cli/scan_report.h"
#include "scan/item_making.h"
#include "scan/tracker.h"

namespace mobilscan::cli {
namespace {

struct ReplayCommand {
    std::string file;
    std::int64_t every = 30;
};

core::Quad quad_of(const Json& json) {
    core::Quad quad;
    for (std::size_t i = 0; i < quad.size(); ++i) {
        quad[i] = {json.at(i).at(0).get<float>(), json.at(i).at(1).get<float>()};
    }
    return quad;
}

std::vector<ocr::CharacterReading> characters_of(const Json& json) {
    std::vector<ocr::CharacterReading> characters;
    for (const Json& each : json) {
        ocr::CharacterReading character;
        character.text = each.at("text").get<std::string>();
        character.confidence = each.at("score").get<float>();
        character.begin = each.at("from").get<float>();
        character.end = each.at("to").get<float>();
        for (const Json& other : each.at("alternatives")) {
            character.alternatives.push_back(
                {other.at("text").get<std::string>(), other.at("score").get<float>()});
        }
        characters.push_back(std::move(character));
    }
    return characters;
}

std::int64_t microseconds(const Json& json) {
    return std::llround(json.get<double>() * 1e6);
}

scan::Sight sight_of(const Json& json, const ScanReport& report) {
    scan::Sight sight;
    core::Detection& detection = sight.detection;
    detection.kind = json.at("kind") == "barcode" ? core::Kind::barcode : core::Kind::text;
    detection.frame_number = json.at("frame_number").get<std::int64_t>();
    detection.timestamp_us = microseconds(json.at("timestamp"));
    detection.text = json.at("text").get<std::string>();
    detection.format = json.value("format", "");
    detection.confidence = json.at("confidence").get<float>();
    detection.quad = quad_of(json.at("quad"));
    sight.characters = characters_of(json.value("characters", Json::array()));
    sight.cut = scan::cut_of(detection.quad, report.width, report.height);
    sight.is_carried = json.value("source", "read") == "carried";
    return sight;
}

ScanReport replayed(const Json& json, std::int64_t every) {
    ScanReport report;
    report.video = json.at("video").get<std::string>();
    report.duration_us = microseconds(json.at("duration"));
    report.width = json.at("width").get<std::int32_t>();
    report.height = json.at("height").get<std::int32_t>();
    report.frames_sampled = json.at("frames_sampled").get<std::int64_t>();
    std::map<std::int64_t, std::vector<scan::Sight>> samples;
    for (const Json& each : json.at("detections")) {
        scan::Sight sight = sight_of(each, report);
        report.detections.push_back(sight.detection);
        report.carried.push_back(sight.is_carried);
        samples[sight.detection.frame_number / every].push_back(std::move(sight));
    }
    scan::Tracker tracker;
    std::vector<std::size_t> tracks;
    for (const auto& [sample, sights] : samples) {
        const auto joined = tracker.add_sample(sample, sights);
        tracks.insert(tracks.end(), joined.begin(), joined.end());
    }
    scan::MadeItems made = scan::make_items(tracker.tracks());
    report.items = std::move(made.items);
    for (const std::size_t track : tracks) {
        report.item_of_detection.push_back(made.item_of_track[track]);
    }
    return report;
}

int run(const ReplayCommand& command) {
    std::ifstream file(command.file);
    const Json json = Json::parse(file, nullptr, false);
    try {
        const ScanReport report = replayed(json, command.every);
        const auto written = OutputFile::open("").and_then([&](OutputFile output) {
            return output.write(render(report, {.format = Format::json}));
        });
        return written ? exit_done : exit_input_failed;
    } catch (const Json::exception& error) {
        print_error(command.file, {core::ErrorCode::usage, error.what()});
        return exit_usage;
    }
}

}  // namespace

void add_replay(CLI::App& program, int& exit_code) {
    constexpr const char* hidden = "";
    auto command = std::make_shared<ReplayCommand>();
    CLI::App* replay = program.add_subcommand("replay", "Items from the readings of a scan");
    replay->group(hidden);
    replay->add_option("FILE", command->file)->required();
    replay->add_option("--every", command->every)->check(CLI::PositiveNumber);
    replay->callback([command, &exit_code] { exit_code = run(*command); });
}

}  // namespace mobilscan::cli
