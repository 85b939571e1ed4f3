// Proves: a choice of languages allows the scripts of each, and what is no choice is refused with
// the reason and the list.
#include "core/languages.h"

#include <gtest/gtest.h>

namespace mobilscan::core {
namespace {

constexpr Scripts latin{false, false, false};

std::string error_of(std::string_view text) {
    const auto parsed = parse_languages(text);
    EXPECT_FALSE(parsed.has_value()) << text;
    return parsed ? "" : parsed.error().message;
}

TEST(Languages, AreAllUnlessChosen) {
    EXPECT_EQ(Languages{}.codes, "all");
    EXPECT_TRUE(Languages{}.scripts.all());
    EXPECT_EQ(parse_languages("all").value(), Languages{});
}

TEST(Languages, AllowTheScriptsThatTheyAreWrittenIn) {
    for (const char* code : {"en", "german", "de", "french", "latin", "rs_latin", "vi", "tr"}) {
        EXPECT_EQ(parse_languages(code).value().scripts, latin) << code;
    }
    for (const char* code : {"ch", "chinese_cht", "zh_tw"}) {
        EXPECT_EQ(parse_languages(code).value().scripts, (Scripts{true, false, false})) << code;
    }
    EXPECT_EQ(parse_languages("japan").value().scripts, (Scripts{true, true, false}));
}

TEST(Languages, OfAListAllowWhatOneOfThemAllows) {
    EXPECT_EQ(parse_languages("en,ch").value(), (Languages{"en,ch", {true, false, false}}));
    EXPECT_EQ(parse_languages("ja,de,ch").value().scripts, (Scripts{true, true, false}));
    EXPECT_EQ(parse_languages("en,all").value(), Languages{});
}

TEST(Languages, AreWrittenInOneWay) {
    EXPECT_EQ(parse_languages(" EN , Zh-CN,en ").value().codes, "en,zh_cn");
}

TEST(Languages, ThatDoNotExistAreRefusedWithTheList) {
    for (const char* text :
         {"klingon", "", " ", "en,", ",en", "en ch", "en;ch", "e", "en,klingon"}) {
        EXPECT_EQ(error_of(text), "it takes " + language_codes() + "; several with commas between");
    }
    EXPECT_TRUE(language_codes().starts_with("all, en, ch, "));
    EXPECT_NE(language_codes().find(", german, de, "), std::string::npos);
}

TEST(Languages, WhoseLettersTheRecogniserDoesNotHaveAreRefusedWithTheReason) {
    for (const auto& [code, script] :
         {std::pair{"korean", "Hangul"}, std::pair{"ru", "Cyrillic"},
          std::pair{"RS_Cyrillic", "Cyrillic"}, std::pair{"arabic", "Arabic"},
          std::pair{"hi", "Devanagari"}, std::pair{"el", "Greek"}, std::pair{"en,th", "Thai"}}) {
        const std::string message = error_of(code);
        EXPECT_TRUE(
            message.starts_with("the recogniser has no " + std::string(script) + " letters; "))
            << message;
        EXPECT_NE(message.find(language_codes()), std::string::npos);
    }
}

}  // namespace
}  // namespace mobilscan::core
