// Proves: what is said of a damaged video is the same whether it was read in one go or in parts,
// and a report survives being stored.
#include "media/end_report.h"

#include <gtest/gtest.h>

namespace mobilscan::media {
namespace {

using Reason = EndReport::Reason;
using Sentences = std::vector<std::string>;

TEST(EndReport, SaysNothingOfAVideoThatWasReadWhole) {
    EXPECT_TRUE(warnings({Reason::complete, 60'000'000, 0, 0, 60'000'000}).empty());
}

TEST(EndReport, SaysWhatIsMissingAndWhereItEnds) {
    EXPECT_EQ(warnings({Reason::truncated, 9'000'000, 0, 0, 9'500'000}),
              Sentences{"the file is cut off: what is there ends at 0:09.50"});
    EXPECT_EQ(
        warnings({Reason::damaged, 9'000'000, 2, 1, 20'000'000}),
        (Sentences{"the video is damaged: it could be read up to 0:09.00; 1 frame of the plan "
                   "could not be read",
                   "decoding met 2 frames with errors; their text may be wrong"}));
    EXPECT_EQ(warnings({Reason::complete, 9'000'000, 0, 3, 20'000'000}),
              Sentences{"the video is damaged; 3 frames of the plan could not be read"});
}

TEST(EndReport, JoinsPartsAsIfTheyHadBeenReadInOneGo) {
    const EndReport whole{Reason::complete, 60, 0, 0, 200};
    EXPECT_EQ(joined(whole, {Reason::damaged, 90, 1, 4, 200}),
              (EndReport{Reason::damaged, 90, 1, 4, 200}));
    // What came after a gap was read: the video does not end there.
    EXPECT_EQ(joined({Reason::damaged, 50, 1, 4, 200}, {Reason::complete, 120, 2, 0, 200}),
              (EndReport{Reason::complete, 120, 3, 4, 200}));
    EXPECT_EQ(joined({Reason::truncated, 50, 0, 0, 60}, {Reason::damaged, 0, 0, 4, 60}),
              (EndReport{Reason::truncated, 50, 0, 4, 60}));
}

TEST(EndReport, ReadsBackAsItWasStored) {
    for (const Reason reason : {Reason::complete, Reason::truncated, Reason::damaged}) {
        const EndReport report{reason, 1'234'567, 3, 10, 2'000'000};
        EXPECT_EQ(parse_end_report(to_text(report)), report);
    }
    EXPECT_EQ(to_text({Reason::truncated, 1'234'567, 3, 10, 2'000'000}),
              "truncated 1234567 3 10 2000000");
    for (const char* text : {"", "complete", "complete 1 2 3", "complete 1 2 3 4 5",
                             "broken 1 2 3 4", "complete 1 x 3 4"}) {
        EXPECT_FALSE(parse_end_report(text)) << text;
    }
}

}  // namespace
}  // namespace mobilscan::media
