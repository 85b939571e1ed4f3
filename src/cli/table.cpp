#include "cli/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <span>

#include "cli/json.h"
#include "core/check.h"
#include "core/clock_time.h"
#include "core/gs1.h"
#include "core/printed_text.h"
#include "core/spans.h"
#include "core/text.h"

namespace mobilscan::cli {
namespace {

using core::Detection;
using core::Item;

using Rows = std::vector<std::vector<std::string>>;

std::string padded(const std::string& cell, std::size_t columns) {
    const std::size_t own = core::terminal_columns(cell);
    return cell + std::string(columns > own ? columns - own : 0, ' ');
}

std::string percent(float confidence) {
    return fmt::format("{:3.0f} %", static_cast<double>(confidence) * 100);
}

std::string kind_of(const std::string& format) {
    return format.empty() ? "text" : format;
}

std::string also_read(const Item& item) {
    constexpr std::size_t shown_max = 3;
    const std::size_t shown = std::min(item.alternatives.size(), shown_max);
    std::string text = "also read: ";
    for (std::size_t i = 0; i < shown; ++i) {
        text += (i == 0 ? "" : ", ") + core::printable(item.alternatives[i]);
    }
    return item.alternatives.size() > shown
               ? text + fmt::format(", and {} more", item.alternatives.size() - shown)
               : text;
}

// When it came back into the picture.
std::string returns(std::span<const core::Span> spans) {
    std::vector<std::string> times;
    for (const core::Span& span : spans.subspan(1)) {
        times.push_back(core::clock_time(span.first_us));
    }
    return fmt::format("gone after {}, back at {}", core::clock_time(spans.front().last_us),
                       fmt::join(times, ", "));
}

// The elements of a GS1 code by their names, other texts as they are.
std::string content_of(const Item& item) {
    if (core::holds_gs1_elements(item.format)) {
        std::vector<std::string> parts;
        for (const core::Gs1Element& element : core::gs1_elements(item.text)) {
            parts.push_back(fmt::format(
                "{} {}{}{}", element.name.empty() ? "(" + element.identifier + ")" : element.name,
                element.value, element.unit.empty() ? "" : " " + element.unit,
                element.is_valid ? "" : " (invalid)"));
        }
        if (!parts.empty()) {
            return core::printable(fmt::format("{}", fmt::join(parts, ", ")));
        }
    }
    return core::printable(item.text);
}

// The text, and what a person should know before believing it.
std::string text_with_notes(const Item& item, std::span<const core::Span> spans) {
    std::vector<std::string> notes;
    if (core::disagrees_with_print(item)) {
        notes.push_back("the print beside it says " + core::printable(item.printed_text));
    }
    if (!item.alternatives.empty()) {
        notes.push_back(also_read(item));
    }
    if (item.same_text) {
        notes.emplace_back("another label says the same");
    }
    if (spans.size() > 1) {
        notes.push_back(returns(spans));
    }
    const std::string text = content_of(item);
    return notes.empty() ? text : fmt::format("{}  ({})", text, fmt::join(notes, "; "));
}

std::string item_table(const ScanReport& report) {
    Rows rows{{"  FIRST", "LAST", "SEEN", "SURE", "KIND", "TEXT"}};
    for (std::size_t i = 0; i < report.items.size(); ++i) {
        const Item& item = report.items[i];
        rows.push_back({"  " + core::clock_time(item.first_seen_us),
                        core::clock_time(item.last_seen_us), fmt::format("{:3}x", item.sightings),
                        percent(item.confidence), kind_of(item.format),
                        text_with_notes(item, spans_of_item(report, i))});
    }
    return aligned(rows);
}

std::string detection_table(const ScanReport& report) {
    Rows rows{{"  TIME", "FRAME", "SURE", "KIND", "AT X,Y", "TEXT"}};
    for (const Detection& detection : report.detections) {
        rows.push_back({"  " + core::clock_time(detection.timestamp_us),
                        fmt::format("{}", detection.frame_number), percent(detection.confidence),
                        kind_of(detection.format),
                        fmt::format("{:.0f},{:.0f}", detection.quad[0].x, detection.quad[0].y),
                        core::printable(detection.text)});
    }
    return aligned(rows);
}

std::string heading(const ScanReport& report) {
    const std::string frames =
        report.frames_sampled == report.frames_planned
            ? fmt::format("{} frame{} read", report.frames_sampled,
                          report.frames_sampled == 1 ? "" : "s")
            : fmt::format("{} of {} frames read", report.frames_sampled, report.frames_planned);
    return fmt::format("{}  {}x{}  {}  {}\n", core::printable(report.video), report.width,
                       report.height, core::clock_time(report.duration_us), frames);
}

// What a person may want to film again.
std::string unread_text(const ScanReport& report) {
    constexpr std::size_t named_max = 5;
    std::string text;
    std::vector<std::string> labels;
    for (const core::Unread& unread : report.unread) {
        const std::string first = core::clock_time(unread.first_seen_us);
        if (unread.reason == core::UnreadReason::label) {
            labels.push_back(core::clock_time(unread.timestamp_us));
        } else {
            text += fmt::format("  not readable: {} to {}, too {}\n", first,
                                core::clock_time(unread.last_seen_us), core::name(unread.reason));
        }
    }
    if (!labels.empty()) {
        const std::size_t named = std::min(labels.size(), named_max);
        text += fmt::format("  not readable: {} like a label, at {}{}\n",
                            labels.size() == 1 ? "a place that looks"
                                               : fmt::format("{} places that look", labels.size()),
                            fmt::join(labels.begin(), labels.begin() + std::ptrdiff_t(named), ", "),
                            named < labels.size() ? " ..." : "");
    }
    return text.empty() ? text : "\n" + text;
}

}  // namespace

std::string aligned(const Rows& rows) {
    std::vector<std::size_t> widths(rows.empty() ? 0 : rows.front().size());
    for (const auto& row : rows) {
        CHECK(row.size() == widths.size());
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], core::terminal_columns(row[i]));
        }
    }
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            text += padded(row[i], widths[i]) + "  ";
        }
        text += row.back() + "\n";
    }
    return text;
}

std::string render_table(const ScanReport& report, const RenderOptions& options) {
    std::string text = heading(report);
    if (report.detections.empty() && report.items.empty()) {
        if (!report.error || report.frames_sampled > 0) {
            text += "  no text and no code found\n";
        }
    } else {
        if (options.items) {
            text += "\n" + item_table(report);
        }
        if (options.detections || !options.items) {
            text += "\n" + detection_table(report);
        }
    }
    if (report.error) {
        text += fmt::format("\n  PARTIAL: {}\n", core::printable(report.error->message));
    }
    text += unread_text(report);
    for (const std::string& warning : report.warnings) {
        text += fmt::format("\n  warning: {}\n", core::printable(warning));
    }
    return text;
}

}  // namespace mobilscan::cli
