// The written forms of a scan: what people and scripts see.
#include "cli/scan_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/progress_bar.h"
#include "cli/table.h"
#include "core/text.h"

namespace mobilscan::cli {
namespace {

ScanReport example() {
    ScanReport report;
    report.video = "rack.mp4";
    report.duration_us = 4'670'000;
    report.width = 1280;
    report.height = 720;
    report.frames_sampled = 5;
    report.frames_planned = 5;
    const core::Quad quad{{{10.04F, 20}, {110, 20}, {110, 50}, {10, 50}}};
    report.detections.push_back({core::Kind::text, 30, 1'000'000, "=SN 7", "", 0.98766F, quad});
    report.carried.push_back(false);
    core::Item item;
    item.text = "=SN 7";
    item.confidence = 0.9876F;
    item.alternatives = {"=SN T"};
    item.votes = 1;
    item.first_seen_us = 1'000'000;
    item.last_seen_us = 2'000'000;
    item.sightings = 2;
    item.best = {30, 1'000'000, quad};
    report.items.push_back(std::move(item));
    return report;
}

RenderOptions as(Format format, bool detections = false) {
    return {format, true, detections};
}

TEST(RenderJson, HoldsTheDocumentedKeysAndCleanNumbers) {
    const auto json = nlohmann::json::parse(render(example(), as(Format::json)));
    EXPECT_EQ(json["video"], "rack.mp4");
    EXPECT_EQ(json["duration"], 4.67);
    EXPECT_EQ(json["frames_sampled"], 5);
    EXPECT_EQ(json["partial"], false);
    const auto& item = json["items"][0];
    EXPECT_EQ(item["kind"], "text");
    EXPECT_TRUE(item["format"].is_null());
    EXPECT_EQ(item["confidence"].dump(), "0.9876");
    EXPECT_EQ(item["alternatives"][0], "=SN T");
    EXPECT_EQ(item["first_seen"], 1.0);
    EXPECT_EQ(item["best"]["quad"].dump(), "[[10.0,20.0],[110.0,20.0],[110.0,50.0],[10.0,50.0]]");
    EXPECT_EQ(json["detections"][0]["confidence"].dump(), "0.9877");
    EXPECT_TRUE(json["warnings"].empty());
}

TEST(RenderJson, SaysThatAResultIsPartialAndWhy) {
    ScanReport report = example();
    report.error = core::Error{core::ErrorCode::cancelled, "stopped before the end"};
    const auto json = nlohmann::json::parse(render(report, as(Format::json)));
    EXPECT_EQ(json["partial"], true);
    EXPECT_EQ(json["error"]["code"], "cancelled");
}

TEST(RenderJson, TakesAFileNameThatIsNotUtf8) {
    ScanReport report = example();
    report.video = "a\xFF.mp4";
    EXPECT_TRUE(nlohmann::json::accept(render(report, as(Format::json))));
    EXPECT_TRUE(nlohmann::json::accept(
        render(report, as(Format::jsonl)).substr(0, render(report, as(Format::jsonl)).find('\n'))));
}

TEST(RenderJsonl, IsOneTypedObjectALineWithTheSummaryLast) {
    const std::string lines = render(example(), as(Format::jsonl, true));
    std::vector<std::string> types;
    std::size_t begin = 0;
    while (begin < lines.size()) {
        const std::size_t end = lines.find('\n', begin);
        types.push_back(nlohmann::json::parse(lines.substr(begin, end - begin))["type"]);
        begin = end + 1;
    }
    EXPECT_EQ(types, (std::vector<std::string>{"detection", "item", "summary"}));
}

TEST(RenderCsv, HasTheNineOriginalColumnsForDetections) {
    const RenderOptions options = as(Format::csv, true);
    EXPECT_EQ(enclosure_for(options, 1).before,
              "Video,Frame,Timestamp,Detected_Text,Confidence,BBox_X1,BBox_Y1,BBox_X2,BBox_Y2\r\n");
    EXPECT_EQ(render(example(), options), "rack.mp4,30,1.000000,'=SN 7,0.9877,10,20,110,50\r\n");
}

TEST(RenderCsv, HasOneRowPerItemByDefault) {
    EXPECT_EQ(render(example(), as(Format::csv)),
              "rack.mp4,text,'=SN 7,,0.9876,1,'=SN T,,1.000000,2.000000,2,30,,,,,,false,,\r\n");
}

TEST(Enclosure, MakesAListOfSeveralJsonReports) {
    const Enclosure one = enclosure_for(as(Format::json), 1);
    EXPECT_EQ(one.before, "");
    const Enclosure two = enclosure_for(as(Format::json), 2);
    const std::string report = render(example(), as(Format::json));
    EXPECT_EQ(nlohmann::json::parse(two.before + report + two.between + report + two.after).size(),
              2U);
}

TEST(RenderTable, ShowsItemsAlignedAndNeverControlCharacters) {
    ScanReport report = example();
    report.items[0].text = "居\x1B[2J";
    const std::string table = render(report, as(Format::table));
    EXPECT_NE(table.find("rack.mp4  1280x720  0:04.67  5 frames read"), std::string::npos);
    EXPECT_NE(table.find("99 %"), std::string::npos);
    EXPECT_NE(table.find("also read: =SN T"), std::string::npos);
    EXPECT_EQ(table.find('\x1B'), std::string::npos);
}

TEST(RenderTable, SaysWhatToKnowBeforeBelievingALabel) {
    ScanReport report = example();
    report.detections = {report.detections[0], report.detections[0]};
    report.detections[0].timestamp_us = 0;
    report.detections[0].frame_number = 0;
    report.detections[1].timestamp_us = 3'000'000;
    report.detections[1].frame_number = 90;
    report.item_of_detection = {0U, 0U};
    report.every_frames = 30;
    core::Item& item = report.items[0];
    item.kind = core::Kind::barcode;
    item.format = "EAN-13";
    item.text = "5905860100134";
    item.printed_text = "5 905860 700134";
    item.same_text = true;
    const std::string table = render(report, as(Format::table));
    EXPECT_NE(table.find("5905860100134  (the print beside it says 5 905860 700134; "
                         "also read: =SN T; another label says the same; "
                         "gone after 0:00.00, back at 0:03.00)"),
              std::string::npos)
        << table;
}

TEST(RenderTable, NamesTheElementsOfAGs1Code) {
    ScanReport report = example();
    report.items[0].format = "GS1-128";
    report.items[0].text =
        "010950110153000317250630"
        "10AB\x1D"
        "21X";
    report.items[0].alternatives.clear();
    const std::string table = render(report, as(Format::table));
    EXPECT_NE(table.find("gtin 09501101530003, expiry 2025-06-30, lot AB, serial X\n"),
              std::string::npos)
        << table;
}

TEST(RenderTable, SaysWhenNothingWasFoundAndWhenItIsPartial) {
    ScanReport report = example();
    report.items.clear();
    report.detections.clear();
    EXPECT_NE(render(report, as(Format::table)).find("no text and no code found"),
              std::string::npos);
    report.frames_sampled = 2;
    report.error = core::Error{core::ErrorCode::cancelled, "stopped before the end"};
    const std::string partial = render(report, as(Format::table));
    EXPECT_NE(partial.find("2 of 5 frames read"), std::string::npos);
    EXPECT_NE(partial.find("PARTIAL: stopped before the end"), std::string::npos);
}

TEST(Aligned, CountsWideCharactersAsTwoColumns) {
    EXPECT_EQ(aligned({{"ab", "x"}, {"居酒", "y"}}), "ab    x\n居酒  y\n");
}

TEST(EvidenceName, HasSixDigitsAtLeast) {
    EXPECT_EQ(evidence_name(30), "frame_000030.jpg");
    EXPECT_EQ(evidence_name(1'234'567), "frame_1234567.jpg");
    EXPECT_TRUE(is_evidence_name("frame_000030.jpg"));
    EXPECT_TRUE(is_evidence_name("frame_1234567.jpg"));
    for (const char* other : {"frame_30.jpg", "frame_00003a.jpg", "my_frame_000030.jpg",
                              "frame_000030.jpg.txt", "frame_.jpg", ""}) {
        EXPECT_FALSE(is_evidence_name(other)) << other;
    }
}

TEST(ProgressBar, FitsTheTerminalAtEveryWidth) {
    const Progress progress{"a long name 居酒屋 of a video.mp4", 7, 20, 3, std::chrono::seconds(7)};
    for (int columns = 1; columns <= 200; ++columns) {
        EXPECT_LT(core::terminal_columns(render(progress, columns)),
                  static_cast<std::size_t>(std::max(columns, 2)))
            << columns;
    }
    const std::string line = render(progress, 120);
    EXPECT_NE(line.find(" 35 %   7/20 frames     3 found   0:13 left"), std::string::npos) << line;
}

TEST(ProgressBar, DoesNotGuessBeforeTheFirstFrameAndNeverPassesTheEnd) {
    EXPECT_EQ(render({"v", 0, 20, 0, {}}, 100).find("left"), std::string::npos);
    EXPECT_NE(render({"v", 25, 20, 0, std::chrono::seconds(1)}, 100).find("100 %"),
              std::string::npos);
}

}  // namespace
}  // namespace mobilscan::cli
