// The error table is complete, and names and exit codes are what scripts may rely on.
#include "core/error.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace mobilscan::core {
namespace {

TEST(ErrorTable, HasOneRowPerCodeWithItsOwnName) {
    std::set<std::string_view> names;
    for (const ErrorInfo& row : error_table()) {
        EXPECT_EQ(&info(row.code), &row);
        names.insert(row.name);
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(ErrorCode::count_));
}

TEST(ErrorTable, NamesAreSnakeCase) {
    for (const ErrorInfo& row : error_table()) {
        EXPECT_EQ(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos)
            << row.name;
    }
}

TEST(ErrorTable, ExitCodesAreOneToThree) {
    for (const ErrorInfo& row : error_table()) {
        EXPECT_GE(row.exit_code, 1) << row.name;
        EXPECT_LE(row.exit_code, 3) << row.name;
    }
    EXPECT_EQ(info(ErrorCode::usage).exit_code, 2);
    EXPECT_EQ(info(ErrorCode::model_mismatch).exit_code, 3);
    EXPECT_EQ(info(ErrorCode::corrupt_media).exit_code, 1);
}

TEST(ErrorTable, HttpStatusesAreThoseOfFailedRequests) {
    for (const ErrorInfo& row : error_table()) {
        EXPECT_GE(row.http_status, 400) << row.name;
        EXPECT_LE(row.http_status, 507) << row.name;
    }
    EXPECT_EQ(info(ErrorCode::job_not_found).http_status, 404);
    EXPECT_EQ(info(ErrorCode::storage_full).http_status, 507);
}

TEST(ErrorCodeFromNumber, TurnsAnUnknownNumberIntoAProtocolViolation) {
    EXPECT_EQ(error_code_from_number(5), ErrorCode::unsupported_codec);
    EXPECT_EQ(error_code_from_number(static_cast<std::uint32_t>(ErrorCode::count_)),
              ErrorCode::protocol_violation);
    EXPECT_EQ(error_code_from_number(0xFFFFFFFF), ErrorCode::protocol_violation);
}

}  // namespace
}  // namespace mobilscan::core
