// A log line is one valid JSON object, whatever is in its fields.
#include "telemetry/log.h"

#include <gtest/gtest.h>

#include <limits>

namespace mobilscan::telemetry {
namespace {

constexpr std::int64_t noon_us = 1'765'108'800'000'000;  // 2025-12-07 12:00 UTC

TEST(Log, a_line_holds_time_level_event_and_fields) {
    EXPECT_EQ(
        json_line(Level::warning, "job_failed",
                  {{"job_id", "a-1"}, {"attempts", 2}, {"seconds", 0.5}, {"final", true}}, noon_us),
        R"({"ts":"2025-12-07T12:00:00.000000Z","level":"warning","event":"job_failed",)"
        R"("job_id":"a-1","attempts":2,"seconds":0.5,"final":true})");
}

TEST(Log, quotes_and_control_characters_are_escaped) {
    EXPECT_EQ(json_line(Level::info, "x", {{"f", "a\"b\\c\nd\x1b"}}, noon_us),
              R"({"ts":"2025-12-07T12:00:00.000000Z","level":"info","event":"x",)"
              R"("f":"a\"b\\c\u000ad\u001b"})");
}

TEST(Log, a_number_that_json_lacks_is_null) {
    EXPECT_NE(json_line(Level::info, "x", {{"f", std::numeric_limits<double>::infinity()}}, noon_us)
                  .find(R"("f":null)"),
              std::string::npos);
}

TEST(Log, level_names_are_read_in_any_case) {
    EXPECT_EQ(level_of("WARN"), Level::warning);
    EXPECT_EQ(level_of("Debug"), Level::debug);
    EXPECT_EQ(level_of("loud"), std::nullopt);
}

}  // namespace
}  // namespace mobilscan::telemetry
