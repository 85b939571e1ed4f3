// What one scanned video gave, and its four written forms. Pure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/detection.h"
#include "core/error.h"
#include "core/spans.h"
#include "core/unread.h"
#include "ocr/text_line.h"

namespace mobilscan::cli {

enum class Format { table, json, jsonl, csv };

struct ScanReport {
    std::string video;  // as the user named it
    std::int64_t duration_us = 0;
    std::int32_t width = 0;  // of the displayed frame
    std::int32_t height = 0;
    std::int64_t frames_sampled = 0;
    std::int64_t crops_seen = 0;  // regions of text in them
    std::int64_t crops_read = 0;  // that were recognised: the others could not change the answer
    std::int64_t frames_planned = 0;
    std::int64_t every_frames = 1;     // one of so many was to be read
    std::vector<core::Unread> unread;  // as stretches
    std::vector<core::Item> items;
    std::vector<core::Detection> detections;
    std::vector<bool> carried;  // of each detection, whether it was not read in its own frame
    // Of each detection its characters; empty where they are not wanted.
    std::vector<std::vector<ocr::CharacterReading>> characters;
    // Of each detection the index of its item, if it has one; empty without items.
    std::vector<std::optional<std::size_t>> item_of_detection;
    std::vector<std::string> warnings;
    std::filesystem::path evidence_folder;  // of the frames that bear a detection; may be empty
    std::int64_t evidence_frames = 0;       // kept there
    std::optional<core::Error> error;       // the scan ended early; what was read is here
};

// The stretches in which the item of that index was in the picture.
[[nodiscard]] std::vector<core::Span> spans_of_item(const ScanReport& report, std::size_t item);

struct RenderOptions {
    Format format = Format::table;
    bool items = true;
    bool detections = false;  // rows of single detections too (always in JSON)
    bool characters = false;  // of single detections
};

// What stands before the first report, between two and after the last: of a JSON list, or the
// CSV header. `reports` is how many there will be.
struct Enclosure {
    std::string before;
    std::string between;
    std::string after;
};
[[nodiscard]] Enclosure enclosure_for(const RenderOptions& options, std::size_t reports);

// One video. Times in seconds, confidences with four decimals, quads in pixels with one.
[[nodiscard]] std::string render(const ScanReport& report, const RenderOptions& options);

// Name of the evidence of a frame below the evidence folder: frame_000123.jpg.
[[nodiscard]] std::string evidence_name(std::int64_t frame_number);

// Whether a file name is one that evidence_name gives.
[[nodiscard]] bool is_evidence_name(std::string_view name);

}  // namespace mobilscan::cli
