// A request finds its route by method and path, and its target is taken apart without surprises.
#include "http/router.h"

#include <gtest/gtest.h>

namespace mobilscan::http {
namespace {

Response nothing(const Request& /*request*/) {
    return {};
}

Router sample() {
    Router router;
    router.add({"GET", "/jobs/{job_id}", Handler(nothing), 0});
    router.add({"DELETE", "/jobs/{job_id}", Handler(nothing), 0});
    router.add({"POST", "/jobs/sample", Handler(nothing), 0});
    router.add({"GET", "/jobs/{job_id}/frames/{n}", Handler(nothing), 0});
    router.add({"GET", "/", Handler(nothing), 0});
    return router;
}

TEST(Router, captures_named_parts) {
    const Router router = sample();
    const auto match = router.match("GET", "/jobs/a-1/frames/7");
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.captured.at("job_id"), "a-1");
    EXPECT_EQ(match.captured.at("n"), "7");
}

TEST(Router, a_path_without_braces_wins) {
    const Router router = sample();
    const auto match = router.match("POST", "/jobs/sample");
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.route->pattern, "/jobs/sample");
}

TEST(Router, a_wrong_method_says_which_are_right) {
    const Router router = sample();
    const auto match = router.match("PUT", "/jobs/a");
    EXPECT_EQ(match.route, nullptr);
    EXPECT_EQ(match.allowed, (std::vector<std::string>{"GET", "DELETE"}));
}

TEST(Router, head_is_answered_by_get) {
    EXPECT_NE(sample().match("HEAD", "/").route, nullptr);
}

TEST(Router, what_is_not_there_is_not_found) {
    const Router router = sample();
    for (const char* path : {"/jobs", "/jobs/", "/jobs/a/", "/jobs/a/frames", "/x", "//"}) {
        const auto match = router.match("GET", path);
        EXPECT_EQ(match.route, nullptr) << path;
        EXPECT_TRUE(match.allowed.empty()) << path;
    }
}

TEST(Target, path_and_query_are_decoded) {
    Request request;
    ASSERT_TRUE(parse_target("/a%20b?q=x%26y+z&q=2&flag", request));
    EXPECT_EQ(request.path, "/a b");
    EXPECT_EQ(request.parameters("q"), (std::vector<std::string>{"x&y z", "2"}));
    EXPECT_EQ(request.parameter("q"), "2");
    EXPECT_EQ(request.parameter("flag"), "");
    EXPECT_EQ(request.parameter("none"), std::nullopt);
}

TEST(Target, a_broken_escape_a_nul_or_another_form_is_refused) {
    for (const char* target : {"/%4", "/%", "/%zz", "/a%00b", "/?a=%1", "http://x/", "*", ""}) {
        Request request;
        EXPECT_FALSE(parse_target(target, request)) << target;
    }
}

TEST(Request, finds_its_cookies) {
    Request request;
    request.headers = {{"cookie", "a=1; session=x=y; b="}};
    EXPECT_EQ(request.cookie("session"), "x=y");
    EXPECT_EQ(request.cookie("b"), "");
    EXPECT_EQ(request.cookie("c"), std::nullopt);
}

TEST(Attachment, a_name_is_safe_in_both_forms) {
    EXPECT_EQ(attachment("a \"b\".csv"),
              "attachment; filename=\"a__b_.csv\"; filename*=UTF-8''a%20%22b%22.csv");
}

}  // namespace
}  // namespace mobilscan::http
