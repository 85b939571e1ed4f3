// Statements that are posted: they take effect with the transaction, all or none.
#include <gtest/gtest.h>

#include "store/store_test.h"

namespace mobilscan::store {
namespace {

class Posting : public StoreTest {
protected:
    // A transaction that adds jobs of these names and returns nothing of interest.
    Result<bool> add(std::span<const std::string> names) {
        return sql::write_repeatable(*connection_, [&] {
            for (const std::string& name : names) {
                connection_->post({"add",
                                   "insert into video_jobs (job_id, video_name, video_path)"
                                   " values ($1, 'a.mp4', 'a.mp4')"},
                                  {name});
            }
            return true;
        });
    }
    [[nodiscard]] std::int64_t count() {
        return sql::integer(*connection_, {"count", "select count(*) from video_jobs"}, {})
            .value_or(-1);
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Posting, testing::ValuesIn(engines()), engine_name);

TEST_P(Posting, TakesEffectWithTheCommitHoweverManyThereAre) {
    std::vector<std::string> names;
    for (int i = 0; i < 200; ++i) {
        names.push_back("job " + std::to_string(i));
    }
    ASSERT_TRUE(add(names).has_value());
    EXPECT_EQ(count(), 200);
}

TEST_P(Posting, AStatementThatFailsUndoesTheOthersAndSaysSo) {
    const std::vector<std::string> names{"one", "two", "one", "three"};
    const auto added = add(names);
    ASSERT_FALSE(added.has_value());
    EXPECT_EQ(added.error().code, core::ErrorCode::store_failed);
    EXPECT_NE(added.error().message.find("add"), std::string::npos) << added.error().message;
    EXPECT_EQ(count(), 0);
    EXPECT_TRUE(add(std::vector<std::string>{"one"}).has_value());  // the connection is as before
    EXPECT_EQ(count(), 1);
}

TEST_P(Posting, ATransactionWithoutAStatementIsNone) {
    EXPECT_TRUE(add({}).has_value());
    EXPECT_EQ(count(), 0);
}

TEST_P(Posting, WhatIsAskedLaterSeesWhatWasPostedBefore) {
    const auto seen = sql::write_repeatable(*connection_, [&] {
        connection_->post({"add",
                           "insert into video_jobs (job_id, video_name, video_path)"
                           " values ('one', 'a.mp4', 'a.mp4')"},
                          {});
        return count();
    });
    EXPECT_EQ(seen.value(), 1);
}

}  // namespace
}  // namespace mobilscan::store
