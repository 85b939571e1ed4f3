// Proves: the text of a job's settings is stable, reads back as the same settings, and whatever is
// not such a text is refused with the word that is wrong.
#include "core/job_settings.h"

#include <gtest/gtest.h>

namespace mobilscan::core {
namespace {

TEST(JobSettings, HaveAStableText) {
    EXPECT_EQ(to_text({}), "every=30 frames=sharpest profile=balanced barcodes=on languages=all");
    EXPECT_EQ(to_text({1, FrameSelection::first, Profile::accurate, false,
                       parse_languages("en, ch").value()}),
              "every=1 frames=first profile=accurate barcodes=off languages=en,ch");
}

TEST(JobSettings, ReadBackAsTheyWereWritten) {
    for (const Profile profile : {Profile::fast, Profile::balanced, Profile::accurate}) {
        for (const bool barcodes : {false, true}) {
            const JobSettings settings{every_frames_max, FrameSelection::first, profile, barcodes,
                                       parse_languages("ja,de").value()};
            const auto parsed = parse_job_settings(to_text(settings));
            ASSERT_TRUE(parsed.has_value());
            EXPECT_EQ(*parsed, settings);
        }
    }
}

TEST(JobSettings, AreTheDefaultsWhereTheTextSaysNothing) {
    EXPECT_EQ(parse_job_settings("").value(), JobSettings{});
    EXPECT_EQ(parse_job_settings("  barcodes=off ").value(),
              (JobSettings{30, FrameSelection::sharpest, Profile::balanced, false, {}}));
}

TEST(JobSettings, OfVersionsWithoutLanguagesReadAll) {
    EXPECT_EQ(parse_job_settings("every=30 profile=balanced barcodes=on").value().languages,
              Languages{});
}

TEST(JobSettings, RefuseWhatMeansNothing) {
    for (const char* text :
         {"every=0", "every=-1", "every=1000001", "every=99999999999999999999", "every=3x",
          "every=", "every", "frames=", "frames=last", "profile=best", "barcodes=yes",
          "languages=", "languages=klingon", "speed=9", "=", "every=1 every=2",
          "every=1\nprofile=fast", R"({"every":30})"}) {
        const auto parsed = parse_job_settings(text);
        ASSERT_FALSE(parsed.has_value()) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::usage);
    }
    EXPECT_NE(parse_job_settings("every=1 speed=9").error().message.find("speed=9"),
              std::string::npos);
}

}  // namespace
}  // namespace mobilscan::core
