// The words for a job's states and times are what tables and clients of the original rely on, and
// the delays before another attempt stay within their bounds.
#include "core/job.h"

#include <gtest/gtest.h>

#include "core/limits.h"
#include "core/retry.h"
#include "core/utc_time.h"

namespace mobilscan::core {
namespace {

TEST(JobStatus, HasANameThatLeadsBackToIt) {
    for (const auto status : {JobStatus::pending, JobStatus::processing, JobStatus::completed,
                              JobStatus::failed, JobStatus::cancelled}) {
        EXPECT_EQ(job_status(name(status)), status);
    }
    EXPECT_EQ(job_status("queued"), std::nullopt);
    EXPECT_TRUE(is_terminal(JobStatus::cancelled));
    EXPECT_FALSE(is_terminal(JobStatus::processing));
}

TEST(ProgressPercent, ReachesAHundredOnlyWhenTheJobIsCompleted) {
    EXPECT_EQ(progress_percent(JobStatus::pending, 0, 0), 0);
    EXPECT_EQ(progress_percent(JobStatus::processing, 5, 10), 50);
    EXPECT_LT(progress_percent(JobStatus::processing, 10, 10), 100);
    EXPECT_LT(progress_percent(JobStatus::failed, 12, 10), 100);
    EXPECT_EQ(progress_percent(JobStatus::completed, 0, 0), 100);
}

TEST(UtcText, AlwaysHasSixDecimalsAndReadsBack) {
    const std::int64_t time_us = 1'765'102'272'000'050;
    EXPECT_EQ(utc_text(time_us, 'T'), "2025-12-07T10:11:12.000050");
    EXPECT_EQ(utc_text(0, ' '), "1970-01-01 00:00:00.000000");
    EXPECT_EQ(parse_utc_text(utc_text(time_us, ' ')), time_us);
    EXPECT_EQ(parse_utc_text("2025-12-07 10:11:12.00005"), time_us);
    EXPECT_EQ(parse_utc_text("2025-12-07T10:11:12Z"), time_us - 50);
    EXPECT_EQ(parse_utc_text("1969-12-31 23:59:59.999999"), -1);
}

TEST(ParseUtcText, RefusesWhatIsNoMoment) {
    for (const char* text :
         {"", "2025-12-07", "2025-13-07 10:11:12", "2025-02-30 10:11:12", "2025-12-07 24:11:12",
          "2025-12-07 10:11:12.", "2025-12-07 10:11:12.1234567", "2025-12-07 10:11:12+02",
          "2025-12-07 10:11:1Z", "2025-12-07 10-11-12", "-025-12-07 10:11:12"}) {
        EXPECT_EQ(parse_utc_text(text), std::nullopt) << text;
    }
}

TEST(RetryDelay, GrowsFromFiveSecondsToItsCapAndNeverBeyond) {
    using std::chrono::seconds;
    const std::uint64_t largest = ~std::uint64_t{0};
    for (int attempts = 1; attempts < 40; ++attempts) {
        for (const std::uint64_t random : {std::uint64_t{0}, std::uint64_t{123'456'789}, largest}) {
            const auto delay = retry_delay(attempts, random);
            EXPECT_GE(delay, seconds{0});
            EXPECT_LE(delay, limits::retry_delay_max_seconds);
            if (attempts == 1) {
                EXPECT_LE(delay, limits::retry_first_seconds);
            }
        }
    }
    EXPECT_EQ(retry_delay(1, 5'000'000), seconds{5});
    EXPECT_EQ(retry_delay(2, 10'000'000), seconds{10});
    EXPECT_EQ(retry_delay(30, 600'000'000), seconds{600});
}

TEST(RetryClass, NeverRepeatsWhatTheFileIsToBlameFor) {
    EXPECT_EQ(retry_class(ErrorCode::unsupported_codec), Retry::never);
    EXPECT_EQ(retry_class(ErrorCode::over_budget), Retry::never);
    EXPECT_EQ(retry_class(ErrorCode::decoder_out_of_memory), Retry::later);
    EXPECT_EQ(retry_class(ErrorCode::store_unavailable), Retry::later);
    EXPECT_EQ(retry_class(ErrorCode::decoder_crashed), Retry::now);
}

}  // namespace
}  // namespace mobilscan::core
