#include "cli/scan_report.h"

#include <fmt/format.h>

#include "cli/json.h"
#include "cli/table.h"
#include "core/printed_text.h"
#include "report/csv.h"
#include "report/item_csv.h"

namespace mobilscan::cli {
namespace {

using core::Detection;
using core::Item;

Json best_of(const Item& item, const ScanReport& report) {
    Json best{{"frame_number", item.best.frame_number},
              {"timestamp", seconds(item.best.timestamp_us)},
              {"quad", to_json(item.best.quad)}};
    if (!report.evidence_folder.empty()) {
        // Relative to the result, so that both can be moved together.
        best["frame_path"] =
            (report.evidence_folder.filename() / evidence_name(item.best.frame_number)).string();
    }
    return best;
}

Json characters_of(const Item& item) {
    Json characters = Json::array();
    for (const core::ItemCharacter& character : item.characters) {
        characters.push_back(
            {{"text", character.text}, {"confidence", four_decimals(character.confidence)}});
    }
    return characters;
}

Json item_json(const Item& item, const ScanReport& report) {
    Json json{{"kind", core::name(item.kind)},
              {"text", item.text},
              {"format", item.format.empty() ? Json(nullptr) : Json(item.format)},
              {"confidence", four_decimals(item.confidence)},
              {"votes", item.votes},
              {"readings", item.readings},
              {"alternatives", item.alternatives},
              {"characters", characters_of(item)},
              {"printed_text", item.printed_text.empty() ? Json(nullptr) : Json(item.printed_text)},
              {"print_agrees",
               item.printed_text.empty() ? Json(nullptr) : Json(!core::disagrees_with_print(item))},
              {"same_text", item.same_text},
              {"first_seen", seconds(item.first_seen_us)},
              {"last_seen", seconds(item.last_seen_us)},
              {"sightings", item.sightings},
              {"best", best_of(item, report)}};
    if (item.kind == core::Kind::barcode) {
        json.update(gs1_json(item.format, item.text));
    }
    return json;
}

Json detection_json(const Detection& detection) {
    Json json{{"kind", core::name(detection.kind)},
              {"frame_number", detection.frame_number},
              {"timestamp", seconds(detection.timestamp_us)},
              {"text", detection.text},
              {"confidence", four_decimals(detection.confidence)},
              {"quad", to_json(detection.quad)}};
    if (!detection.format.empty()) {
        json["format"] = detection.format;
    }
    return json;
}

Json detection_json(const ScanReport& report, std::size_t index) {
    Json json = detection_json(report.detections[index]);
    json["source"] = report.carried[index] ? "carried" : "read";
    if (!report.characters.empty()) {
        json["characters"] = to_json(report.characters[index]);
    }
    return json;
}

// Every reading of the item, by time.
Json sightings_json(const ScanReport& report, std::size_t item) {
    Json sightings = Json::array();
    for (std::size_t i = 0; i < report.item_of_detection.size(); ++i) {
        if (report.item_of_detection[i] == item) {
            const Detection& detection = report.detections[i];
            sightings.push_back({{"frame_number", detection.frame_number},
                                 {"timestamp", seconds(detection.timestamp_us)},
                                 {"text", detection.text},
                                 {"confidence", four_decimals(detection.confidence)},
                                 {"quad", to_json(detection.quad)}});
        }
    }
    return sightings;
}

Json error_json(const core::Error& error) {
    return {{"code", core::info(error.code).name}, {"message", error.message}};
}

Json unread_json(const ScanReport& report) {
    Json json = Json::array();
    for (const core::Unread& unread : report.unread) {
        json.push_back({{"reason", core::name(unread.reason)},
                        {"first_seen", seconds(unread.first_seen_us)},
                        {"last_seen", seconds(unread.last_seen_us)}});
        if (unread.reason == core::UnreadReason::label) {
            json.back().update({{"frame_number", unread.frame_number},
                                {"timestamp", seconds(unread.timestamp_us)},
                                {"quad", to_json(unread.quad)}});
        }
    }
    return json;
}

// The keys that describe the video as a whole.
Json summary_json(const ScanReport& report) {
    Json json{{"video", report.video},
              {"duration", seconds(report.duration_us)},
              {"width", report.width},
              {"height", report.height},
              {"frames_sampled", report.frames_sampled},
              {"crops_seen", report.crops_seen},
              {"crops_read", report.crops_read},
              {"partial", report.error.has_value()}};
    if (report.error) {
        json["error"] = error_json(*report.error);
    }
    return json;
}

std::string render_json(const ScanReport& report, const RenderOptions& options) {
    Json json = summary_json(report);
    json["items"] = Json::array();
    for (std::size_t i = 0; i < report.items.size(); ++i) {
        json["items"].push_back(item_json(report.items[i], report));
        json["items"].back()["all_sightings"] = sightings_json(report, i);
    }
    json["detections"] = Json::array();
    for (std::size_t i = 0; i < report.detections.size(); ++i) {
        json["detections"].push_back(detection_json(report, i));
    }
    json["unread"] = unread_json(report);
    json["warnings"] = report.warnings;
    if (!options.items) {
        json.erase("items");
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

// A line per record, each telling its type and its video, the summary last.
std::string render_jsonl(const ScanReport& report, const RenderOptions& options) {
    std::string lines;
    const auto add = [&](std::string_view type, const Json& record) {
        Json line{{"type", type}, {"video", report.video}};
        line.update(record);
        lines += one_line(line) + "\n";
    };
    for (std::size_t i = 0; options.detections && i < report.detections.size(); ++i) {
        add("detection", detection_json(report, i));
    }
    for (const Item& item : report.items) {
        if (options.items) {
            add("item", item_json(item, report));
        }
    }
    Json summary = summary_json(report);
    summary["unread"] = unread_json(report);
    summary["warnings"] = report.warnings;
    add("summary", summary);
    return lines;
}

// The nine columns of the original product, one row per detection.
std::string detection_rows(const ScanReport& report) {
    std::string rows;
    for (const Detection& detection : report.detections) {
        const core::Box box = core::bounding_box(detection.quad);
        rows += report::csv_line(
            {report::csv_text(report.video), fmt::format("{}", detection.frame_number),
             fmt::format("{:.6f}", seconds(detection.timestamp_us)),
             report::csv_text(detection.text), fmt::format("{:.4f}", detection.confidence),
             fmt::format("{:.0f}", box.x1), fmt::format("{:.0f}", box.y1),
             fmt::format("{:.0f}", box.x2), fmt::format("{:.0f}", box.y2)});
    }
    return rows;
}

std::string item_rows(const ScanReport& report) {
    std::string rows;
    for (std::size_t i = 0; i < report.items.size(); ++i) {
        const Item& item = report.items[i];
        std::vector<std::string> fields = report::item_fields(report.video, item, false);
        for (std::string& field : report::more_item_fields(item, spans_of_item(report, i), false)) {
            fields.push_back(std::move(field));
        }
        rows += report::csv_line(fields);
    }
    return rows;
}

bool rows_are_detections(const RenderOptions& options) {
    return options.detections || !options.items;
}

}  // namespace

std::vector<core::Span> spans_of_item(const ScanReport& report, std::size_t item) {
    std::vector<core::Moment> moments;
    for (std::size_t i = 0; i < report.item_of_detection.size(); ++i) {
        if (report.item_of_detection[i] == item) {
            moments.push_back(
                {report.detections[i].frame_number, report.detections[i].timestamp_us});
        }
    }
    return core::spans_of(moments, report.every_frames);
}

std::string evidence_name(std::int64_t frame_number) {
    return fmt::format("frame_{:06}.jpg", frame_number);
}

bool is_evidence_name(std::string_view name) {
    constexpr std::string_view before = "frame_";
    constexpr std::string_view after = ".jpg";
    if (!name.starts_with(before) || !name.ends_with(after)) {
        return false;
    }
    name.remove_prefix(before.size());
    name.remove_suffix(after.size());
    return name.size() >= 6 && name.find_first_not_of("0123456789") == std::string_view::npos;
}

Enclosure enclosure_for(const RenderOptions& options, std::size_t reports) {
    switch (options.format) {
        case Format::json:
            return reports == 1 ? Enclosure{"", "", "\n"} : Enclosure{"[\n", ",\n", "\n]\n"};
        case Format::csv:
            return {rows_are_detections(options)
                        ? "Video,Frame,Timestamp,Detected_Text,Confidence,BBox_X1,BBox_Y1,"
                          "BBox_X2,BBox_Y2\r\n"
                        : std::string(report::item_columns) + "," +
                              std::string(report::more_item_columns) + "\r\n",
                    "", ""};
        case Format::table:
            return {"", "\n", ""};
        case Format::jsonl:
            break;
    }
    return {};
}

std::string render(const ScanReport& report, const RenderOptions& options) {
    switch (options.format) {
        case Format::json:
            return render_json(report, options);
        case Format::jsonl:
            return render_jsonl(report, options);
        case Format::csv:
            return rows_are_detections(options) ? detection_rows(report) : item_rows(report);
        case Format::table:
            break;
    }
    return render_table(report, options);
}

}  // namespace mobilscan::cli
